// A short answer for people, in both languages, as a page or as JSON.
import type { IncomingMessage, ServerResponse } from 'node:http';

/** What happened and what to do next. `code` is for programs. */
export interface Sentence {
  code: string;
  zh: string;
  en: string;
}

/** Ends the response with the sentence: a small page where the client shows pages, JSON of the same otherwise. */
export function answerWithSentence(
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  sentence: Sentence,
): void {
  const asPage = request.headers.accept?.includes('text/html') === true;
  response.writeHead(status, {
    'Content-Type': asPage ? 'text/html; charset=utf-8' : 'application/json; charset=utf-8',
    'Cache-Control': 'no-store',
  });
  response.end(asPage ? page(sentence) : JSON.stringify(sentence));
}

function page({ zh, en }: Sentence): string {
  return `<!doctype html>
<html lang="zh-CN">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>两高指挥舱 Lianggao Command Centre</title>
<body style="font: 18px/1.7 system-ui, sans-serif; max-width: 40em; margin: 15vh auto; padding: 0 1em">
<p>${escapeHtml(zh)}</p>
<p lang="en">${escapeHtml(en)}</p>
</body>
</html>
`;
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
