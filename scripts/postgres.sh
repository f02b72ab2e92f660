#!/usr/bin/env bash
# A real PostgreSQL with pgvector on 127.0.0.1, for tests and benchmarks, without containers.
#
#   scripts/postgres.sh [start]                 start it, set it up the first time, print its URL
#   scripts/postgres.sh stop                    stop it, keep its data
#   scripts/postgres.sh remove                  stop it, delete its data
#   scripts/postgres.sh url [--owner|--admin]   print the URL of the work role, of the owner, of the superuser
#
#   HOLDFAST_PG_PORT    the port; each port has data of its own (default 5519)
#   HOLDFAST_PG_CACHE   where the server and its data are kept (default ~/.cache/holdfast-postgres)
#   HOLDFAST_PG_SYNC    off = `start` waits for no disk: for tests, whose data goes with the run (default on)
#
# Takes an installed PostgreSQL (16 or newer, with pgvector) where there is one; its data then lies in
# /var/lib/holdfast-postgres when root starts it. Elsewhere root on any Debian gets Debian's own packages, unpacked into
# the cache and run from there: nothing is installed, and no service of the machine is touched.
# Unless told otherwise, durability settings are PostgreSQL's defaults, so that benchmarks are honest. Everybody on this machine may log in
# without a password, so no customer's data belongs here.

set -euo pipefail
umask 022 # the server's own user has to read what root unpacks
export LC_ALL=C.UTF-8

port=${HOLDFAST_PG_PORT:-5519}
settings=''
# What a killed process of ours leaves is the same; only the machine's own power may take more.
[[ ${HOLDFAST_PG_SYNC:-on} = on ]] || settings='-c fsync=off -c synchronous_commit=off -c full_page_writes=off'
setup=$(cd "$(dirname "$0")/.." && pwd)/deploy/postgres-init.sql

# What is fetched where nothing is installed: an apt mirror carries every Debian release, not only the machine's.
# The server, pgvector and psql, then what these load. Their declared dependencies would add Perl and LLVM, 200 MB that
# nothing here uses. Without LLVM queries are not compiled, as on servers with jit = off.
release=trixie
version=17
keyring=/usr/share/keyrings/debian-archive-keyring.gpg
packages=(
  "postgresql-$version" "postgresql-$version-pgvector" "postgresql-client-$version" dash tzdata libc-bin libc6
  libaudit1 libcap-ng0 libcap2 libcom-err2 libgcc-s1 libgssapi-krb5-2 libicu76 libk5crypto3 libkeyutils1 libkrb5-3
  libkrb5support0 libldap2 liblz4-1 liblzma5 libpam0g libpq5 libreadline8t64 libsasl2-2 libssl3t64 libstdc++6
  libsystemd0 libtinfo6 libxml2 libxxhash0 libzstd1 zlib1g
)

die() {
  echo "postgres: $*" >&2
  exit 1
}

# Prints the program folder of the newest installed server that will do.
installed_server() {
  local folder found
  for folder in $(printf '%s\n' /usr/lib/postgresql/*/bin | sort --version-sort --reverse); do
    found=$(basename "$(dirname "$folder")")
    if [[ -x $folder/initdb && $found -ge 16 && -f /usr/share/postgresql/$found/extension/vector.control ]]; then
      echo "$folder"
      return
    fi
  done
  return 1
}

# Sets `root`, the folder that the server sees as /; `bin` and `data`, as the server sees them; `user`, its uid and gid,
# because PostgreSQL refuses to run as root; `cache`.
choose_server() {
  cache=~/.cache/holdfast-postgres
  if bin=$(installed_server); then
    root='' user=$(id -u):$(id -g)
    if [[ $EUID = 0 ]]; then
      user=$(id -u postgres):$(id -g postgres)
      cache=/var/lib/holdfast-postgres # user postgres cannot see into root's home
    fi
    cache=$(realpath --canonicalize-missing "${HOLDFAST_PG_CACHE:-$cache}")
    data=$cache/data/$port
  else
    [[ $EUID = 0 && -f $keyring ]] ||
      die "needs PostgreSQL 16 or newer with pgvector installed, or root on Debian. With Docker, see compose.yaml."
    cache=$(realpath --canonicalize-missing "${HOLDFAST_PG_CACHE:-$cache}")
    root=$cache/$release bin=/usr/lib/postgresql/$version/bin data=/data/$port
    user=55190:55190 # nobody else on the machine
  fi
}

# Runs a program as the server's user, inside its root.
as_server() {
  if [[ $EUID = 0 ]]; then chroot --userspec="$user" "${root:-/}" "$@"; else "$@"; fi
}

# Downloads the packages into $1, from the machine's own Debian mirror and checked against Debian's keys, with state of
# its own: the machine's package lists and locks are left alone.
download() {
  local apt=$1 mirror codename
  codename=$(. /etc/os-release && echo "${VERSION_CODENAME:-}")
  local options=(-qq -o Dir="$apt" -o Dir::State::status=/dev/null -o Acquire::Languages=none -o Acquire::Retries=3
    -o APT::Sandbox::User=root)
  mkdir -p "$apt"/{debs,etc/apt/preferences.d,var/lib/apt/lists/partial}
  # Sources of third parties may use Debian's codename too, so the first one that has the release wins.
  for mirror in $(apt-get update --print-uris | sed -n "s#^'\(.*\)/dists/$codename/InRelease' .*#\1#p"); do
    echo "deb [signed-by=$keyring] $mirror $release main" >"$apt/etc/apt/sources.list"
    if apt-get "${options[@]}" --error-on=any update; then
      (cd "$apt/debs" && apt-get "${options[@]}" download "${packages[@]}")
      return
    fi
  done
  die "no apt source of this machine carries Debian $release"
}

# Builds the server's root. It is complete or it is not there: the last step is a rename.
unpack_server() {
  local new=$root.new apt=$root.apt folder package
  echo "postgres: fetching PostgreSQL $version from Debian $release (once)" >&2
  rm -rf "$new" "$apt"
  download "$apt"
  mkdir -p "$new"/{data,dev,etc} "$new"/usr/{bin,lib,lib64,sbin}
  for folder in bin lib lib64 sbin; do ln -s "usr/$folder" "$new/$folder"; done
  for package in "$apt"/debs/*.deb; do dpkg-deb --extract "$package" "$new"; done
  rm -rf "$new"/usr/share/{doc,locale,man} "$new/usr/lib/postgresql/$version/lib/"{bitcode,llvmjit*}
  echo "postgres:x:$user::/data:/bin/sh" >"$new/etc/passwd"
  mknod -m 666 "$new/dev/null" c 1 3
  chroot "$new" "$bin/postgres" --version >/dev/null # a library that the list of packages lacks shows here
  rm -rf "$apt"
  mv "$new" "$root"
}

# Makes the data folder, with the same all-or-nothing rename.
create_data() {
  rm -rf "$root$data.new"
  mkdir -p "$(dirname "$root$data")"
  install -d -m 700 -o "${user%:*}" -g "${user#*:}" "$root$data.new"
  as_server "$bin/initdb" -D "$data.new" --username=postgres --auth=trust --encoding=UTF8 --locale=C.UTF-8 \
    --set port="$port" --set listen_addresses=127.0.0.1 --set unix_socket_directories= --set timezone=UTC >/dev/null
  mv "$root$data.new" "$root$data"
}

# Asks the process table, because pg_ctl counts a server that was killed as running for as long as nobody has reaped it,
# which in many containers is for ever.
running() {
  local pid
  pid=$(head -n 1 "$root$data/postmaster.pid" 2>/dev/null) && grep -qs -- "$data" "/proc/$pid/cmdline"
}

launch() {
  rm -f "$root$data/postmaster.pid" # left by a server that was killed
  # Several tries: sessions may outlive a killed server by a moment, and PostgreSQL will not start beside them.
  for _ in 1 2 3 4 5; do
    # Descriptor 9 closed: the server would hold our lock for as long as it runs.
    as_server "$bin/pg_ctl" start -D "$data" -l "$data/server.log" -o "$settings" -w -t 120 -s 2>/dev/null 9>&- && return
    sleep 1
  done
  tail -n 5 "$root$data/server.log" >&2
  die "did not start on port $port"
}

start() {
  [[ -z $root || -d $root ]] || unpack_server
  [[ -d $root$data ]] || create_data
  running || launch
  # Each time, because an earlier start may have been killed before this. Passwords are not asked for here.
  HOLDFAST_OWNER_PASSWORD=unused HOLDFAST_APP_PASSWORD=unused PGOPTIONS='-c client_min_messages=warning' \
    as_server "$bin/psql" --no-psqlrc --quiet --file=- "$(url --admin)" <"$setup"
  url
}

stop() {
  if running; then as_server "$bin/pg_ctl" stop -D "$data" --mode=fast --silent; fi
}

remove() {
  stop
  rm -rf "$root$data"
}

url() {
  case ${1:-} in
    '') echo "postgres://holdfast_app@127.0.0.1:$port/holdfast" ;;
    --owner) echo "postgres://holdfast_owner@127.0.0.1:$port/holdfast" ;;
    --admin) echo "postgres://postgres@127.0.0.1:$port/postgres" ;;
    *) die "unknown option '$1'. Try: url, url --owner, url --admin" ;;
  esac
}

# One start or stop at a time.
locked() {
  choose_server
  mkdir -p "$cache"
  exec 9>"$cache/lock"
  flock 9
  cd /
  "$@"
}

case ${1:-start} in
  start) locked start ;;
  stop) locked stop ;;
  remove) locked remove ;;
  url) url "${2:-}" ;;
  --help | -h) sed -n '2,/^$/s/^# \{0,1\}//p' "$0" ;;
  *) die "unknown command '$1'. Try: $0 --help" ;;
esac
