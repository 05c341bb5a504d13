// What there is to tell about links: copied, to be copied by hand, or opened with parts left out.
import { CloseOutlined } from '@ant-design/icons';
import { Button, Input, type InputRef } from 'antd';
import { useEffect, useRef } from 'react';
import { useWords } from '../../i18n/use-words.ts';
import type { Words } from '../../i18n/zh.ts';
import { copyLink, type LinkNews, useLinkNews } from '../../state/follow-address.ts';
import './link-notice.css';

/** A notice that asks for nothing goes by itself. */
const shownMs = 8000;

function newsText(news: LinkNews, { link }: Words): string {
  switch (news.kind) {
    case 'ignored':
      return link.ignored(news.parts.join(', '));
    case 'failed':
      return link.failed;
    case 'by-hand':
      return link.byHand;
    case 'copied':
      return [news.withData ? link.copiedWithData : link.copied, news.withoutPage ? link.withoutPage : ''].join(' ');
  }
}

export function LinkNotice() {
  const words = useWords();
  const news = useLinkNews((state) => state.news);
  const field = useRef<InputRef>(null);
  const close = (): void => useLinkNews.setState({ news: null });
  useEffect(() => {
    if (news?.kind === 'by-hand') field.current?.focus({ cursor: 'all' });
    if (news?.kind !== 'copied') return;
    const timer = setTimeout(() => useLinkNews.setState({ news: null }), shownMs);
    return () => clearTimeout(timer);
  }, [news]);
  const copied = news?.kind === 'copied' || news?.kind === 'by-hand';
  return (
    <div className="link-notice" role="status" data-shown={news === null ? undefined : ''}>
      {news !== null && (
        <>
          <span className="link-text">{newsText(news, words)}</span>
          {news.kind === 'by-hand' && (
            <Input ref={field} size="small" readOnly value={news.link} aria-label={words.link.link} />
          )}
          {copied && !news.withData && (
            <Button size="small" onClick={() => void copyLink({ withData: true })}>
              {words.link.withData}
            </Button>
          )}
          <Button
            size="small"
            type="text"
            icon={<CloseOutlined aria-hidden />}
            aria-label={words.link.close}
            onClick={close}
          />
        </>
      )}
    </div>
  );
}
