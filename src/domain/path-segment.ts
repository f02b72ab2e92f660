/**
 * A name as one segment of a path of ours: also what browsers leave alone is escaped, and a dot in
 * front, so that no renderer takes a quote, a bracket or a star of it for its own.
 */
export function pathSegment(name: string): string {
  return encodeURIComponent(name)
    .replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
    .replace(/^\./, '%2E');
}
