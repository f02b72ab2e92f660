/** Where a request comes from, as far as its connection and its headers tell. */
export type RequestOrigin = 'this machine' | 'another machine' | 'a proxy' | 'a foreign name';

/** What tells it; the fields of Node's own request. */
export interface RequestFacts {
  /** The other end of the connection; '' = unknown. */
  remoteAddress: string;
  /** Such as `1.1`. */
  httpVersion: string;
  /** By lower-case name. */
  headers: Readonly<Record<string, unknown>>;
}

/** Headers with which a proxy says that it is one. */
const forwardingHeader =
  /^(forwarded|via|x-forwarded(-.+)?|x-real-ip|x-client-ip|true-client-ip|cf-connecting-ip)$/;
const ownName = /^(localhost|127\.0\.0\.1|\[::1\])(:\d{1,5})?$/i;

/**
 * Where a request comes from: `this machine` means over loopback, under a loopback name (a foreign name that resolves
 * here is a rebinding attack), and through no proxy that shows itself. A proxy that hides looks the same, so where one
 * may stand before Holdfast this answer opens nothing by itself.
 */
export function originOf({ remoteAddress, httpVersion, headers }: RequestFacts): RequestOrigin {
  if (!isLoopbackAddress(remoteAddress)) return 'another machine';
  // No browser speaks HTTP/1.0; nginx does towards the server behind it, unless it is told otherwise.
  if (httpVersion === '1.0' || Object.keys(headers).some((name) => forwardingHeader.test(name)))
    return 'a proxy';
  return typeof headers.host === 'string' && ownName.test(headers.host) ? 'this machine' : 'a foreign name';
}

/** Whether an address is this machine's own loopback, as IPv4, IPv6 or IPv4 within IPv6. */
export function isLoopbackAddress(address: string): boolean {
  return address === '::1' || /^(::ffff:)?127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(address);
}
