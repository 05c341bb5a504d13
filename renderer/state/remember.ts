// Small settings that outlive the page, in the browser's own storage; a browser that keeps nothing costs only comfort.

export function remembered(key: string): string | null {
  try {
    return localStorage.getItem(`lianggao.${key}`);
  } catch {
    return null;
  }
}

export function remember(key: string, value: string): void {
  try {
    localStorage.setItem(`lianggao.${key}`, value);
  } catch {
    // Storage may be full or forbidden.
  }
}
