// Hands a finished file to the reader, as the browser or the desktop shell saves files.

export function download(name: string, blob: Blob): void {
  const address = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  // The browser reads the address after the click; a minute is ample even for a large file.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
