// Where a link to a view leads that was copied in the desktop program: an address by which the system finds the program again.
export const viewScheme = 'lianggao';

/** Followed by '#' and the view, as in a browser's address. */
export const viewAddress = `${viewScheme}://view`;
