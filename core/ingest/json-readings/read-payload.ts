// One MQTT message or one JSON body → a SourceMessage: readings, and what was wrong with the rest of it.
import type { MessageIssue, Protocol, SourceMessage } from '../source-message.ts';
import { JsonRows, type JsonSender } from './rules.ts';
import { textOf } from './utf8-rules.ts';

/** Of a message that cannot be read as text, this much is kept. */
const KEPT_BYTES = 65_536;

/** A whole payload. What cannot be read is a fault of row 1, never an exception. */
export function readPayload(bytes: Uint8Array, sender: JsonSender, limit: number): JsonRows {
  const rows = new JsonRows(sender, limit);
  const text = textOf(bytes);
  if (text === null) rows.fault(1, 'not-json', 'UTF-8');
  else {
    try {
      rows.document(JSON.parse(text));
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      rows.fault(1, 'not-json', text.slice(0, 40));
    }
  }
  return rows;
}

/** What is handed to the ingest: the bytes as they came, and an issue for each kind of fault. */
export function messageOf(
  protocol: Protocol,
  device: string,
  receivedAt: number,
  bytes: Uint8Array,
  rows: JsonRows,
): SourceMessage {
  const bare = rows.readings.length === 0 && bytes.byteLength > KEPT_BYTES;
  return {
    protocol,
    device,
    receivedAt,
    bytes: bare ? bytes.subarray(0, KEPT_BYTES) : bytes,
    readings: rows.readings,
    issues: issuesOf(rows),
  };
}

/** One issue for each code, with the first row that has it. */
export function issuesOf(rows: JsonRows): MessageIssue[] {
  const byCode = new Map<string, { code: string; count: number; detail: string }>();
  for (const { code, row, detail } of rows.faults) {
    const known = byCode.get(code);
    if (known) known.count++;
    else byCode.set(code, { code, count: 1, detail: `row ${row}: ${detail}` });
  }
  const issues: MessageIssue[] = [...byCode.values()];
  // A missing time is a fault of its own where no time of arrival stands in for it.
  if (rows.timesMissing > 0) issues.push({ code: 'time-of-arrival', count: rows.timesMissing });
  return issues;
}
