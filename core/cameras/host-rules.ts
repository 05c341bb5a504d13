// Which addresses a camera may have: those of the office's list, and no way around it.

/** `allowed`: entries of the setting `camera-hosts`, each `host` or `host:port`, in any case. */
export function isAllowedHost(url: URL, allowed: readonly string[]): boolean {
  const host = bare(url.hostname);
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  return allowed.some((entry) => {
    const named = entry.trim().toLowerCase();
    return bare(named) === host || named === `${host}:${port}` || named === `[${host}]:${port}`;
  });
}

/** An address that was resolved from a name is as good as the name, unless it stands in the list by itself. */
export function namesAddress(address: string, allowed: readonly string[]): boolean {
  return allowed.some((entry) => {
    const named = entry.trim().toLowerCase();
    return bare(named) === address || named.replace(/:\d+$/, '') === address;
  });
}

/** Where a redirect leads, if it stays with the same host and is allowed there; null = it is not followed. */
export function redirectTarget(from: URL, location: string | undefined, allowed: readonly string[]): URL | null {
  const to = location === undefined ? null : URL.parse(location, from.href);
  if (to === null || to.hostname !== from.hostname || !isAllowedHost(to, allowed)) return null;
  // Never from an encrypted connection to one that is not.
  const isWeaker = from.protocol === 'https:' && to.protocol !== 'https:';
  return isWeaker || !['http:', 'https:'].includes(to.protocol) ? null : to;
}

/** IPv6 without brackets. */
function bare(host: string): string {
  return host.toLowerCase().replace(/^\[(.*)\]$/, '$1');
}
