// A page beside the main content: a title, a way out, and room that scrolls.
import { CloseOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { type ReactNode, useEffect, useLayoutEffect, useRef } from 'react';
import './ui.css';

export function SidePage(props: {
  /** What the page is called for those who can't see it. */
  readonly label: string;
  readonly title: ReactNode;
  readonly closeLabel: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
  /** Whatever this page shows; focus goes to the title whenever it changes. */
  readonly subject: string;
}) {
  const heading = useRef<HTMLHeadingElement>(null);
  // Whatever opened the page has the focus again when it closes.
  useLayoutEffect(() => {
    const opener = document.activeElement;
    return () => {
      if (opener instanceof HTMLElement) setTimeout(() => opener.focus({ preventScroll: true }));
    };
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the subject is what focus follows
  useEffect(() => heading.current?.focus({ preventScroll: true }), [props.subject]);
  return (
    <section className="side-page" aria-label={props.label}>
      <header>
        <h2 ref={heading} tabIndex={-1}>
          {props.title}
        </h2>
        <Button
          type="text"
          icon={<CloseOutlined aria-hidden />}
          aria-label={props.closeLabel}
          title={`${props.closeLabel} (Esc)`}
          onClick={props.onClose}
        />
      </header>
      <div className="side-page-body">{props.children}</div>
    </section>
  );
}
