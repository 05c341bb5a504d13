// Which of the chosen files are imported together: those of one known layout, and those of none. Pure.
import type { ChosenFile } from './use-uploads.ts';

export interface FileGroup {
  /** null = no layout is known for them. */
  readonly preset: string | null;
  readonly files: readonly ChosenFile[];
}

/** The layout that recognises a file: that of its first recognised sheet. */
function presetOf(file: ChosenFile): string | null {
  return file.inspection?.sheets.find(({ preset }) => preset !== null)?.preset ?? null;
}

export function groupFiles(files: readonly ChosenFile[]): FileGroup[] {
  const groups = new Map<string | null, ChosenFile[]>();
  for (const file of files) {
    if (file.inspection === null) continue;
    const preset = presetOf(file);
    groups.set(preset, [...(groups.get(preset) ?? []), file]);
  }
  return [...groups].map(([preset, members]) => ({ preset, files: members }));
}
