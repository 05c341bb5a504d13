// Findings of an import as a CSV file that spreadsheet programs open as it is. Pure.
import type { ImportFinding } from '../../../contract/imports.ts';
import { type Language, reasonText } from '../../../contract/reasons.ts';

export type Severity = 'rejected' | 'warnings';
export type Finding = ImportFinding & { readonly severity: Severity };

/** Quoted always. A cell that a spreadsheet program would take for a formula gets an apostrophe before it. */
function csvCell(text: string): string {
  const harmless = /^[=+\-@\t\r]/.test(text) && !/^[+-]?[\d.]+$/.test(text) ? `'${text}` : text;
  return `"${harmless.replaceAll('"', '""')}"`;
}

/**
 * RFC 4180 with a byte order mark, without which Excel does not read UTF-8. `mark`: name and content of a first column that
 * says what the data are.
 */
export function findingsCsv(
  findings: readonly Finding[],
  headers: readonly string[],
  kinds: Record<Severity, string>,
  language: Language,
  mark?: readonly [name: string, content: string],
): string {
  const rows = findings.map((finding) => [
    kinds[finding.severity],
    finding.file,
    finding.sheet,
    String(finding.row),
    finding.column,
    finding.value,
    reasonText(finding.reason, language),
  ]);
  const marked = [headers, ...rows].map((row, index) =>
    mark === undefined ? row : [mark[Math.min(index, 1)] ?? '', ...row],
  );
  return `\uFEFF${marked.map((row) => row.map(csvCell).join(',')).join('\r\n')}\r\n`;
}
