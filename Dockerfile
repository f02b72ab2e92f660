# Holdfast in one container: docker build --tag holdfast . — with a database beside it: compose.yaml.
FROM node:24-slim

ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000 HOLDFAST_HOME=/data
WORKDIR /app

# Dependencies first: this layer is rebuilt only when the lock file changes.
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --no-audit --no-fund && npm cache clean --force

# The sources stay root's: a process that is taken over cannot change what the next start runs.
COPY . .
RUN install --directory --owner=node --group=node /data
USER node
VOLUME /data
EXPOSE 3000

HEALTHCHECK --interval=10s --timeout=3s --start-period=60s \
  CMD ["node", "-e", \
    "fetch('http://127.0.0.1:' + process.env.PORT + '/healthz').then((r) => process.exit(r.ok ? 0 : 1))"]

# Node itself, not npm: it receives SIGTERM and drains.
CMD ["node", "src/main.ts"]
