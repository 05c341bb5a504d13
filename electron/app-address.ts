// The address under which the desktop shows the screen. It is no network address: nothing listens anywhere.
export const appScheme = 'app';
export const appOrigin = `${appScheme}://lianggao`;

export function isAppUrl(url: string): boolean {
  return url === appOrigin || url.startsWith(`${appOrigin}/`);
}
