// The frame of a card on the map: at the pointer, or pinned to a place that it follows; always inside the map.
import { CloseOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { type ReactNode, useLayoutEffect, useRef } from 'react';
import { useWords } from '../../i18n/use-words.ts';
import type { MapStage } from '../../map/map-stage.ts';
import './card-frame.css';

/** Where the card stands: at the pointer, or at a place of the map that it follows. */
export type CardAnchor =
  | { readonly x: number; readonly y: number }
  | { readonly stage: MapStage; readonly position: readonly [number, number] };

const gapRem = 1;

/** Keeps the card inside the map, on the side where there is room. Positions are set without React: a camera moves often. */
function useAnchored(anchor: CardAnchor) {
  const card = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const element = card.current;
    const frame = element?.parentElement;
    if (element == null || frame == null) return;
    const place = (): void => {
      const { x, y } = 'stage' in anchor ? anchor.stage.screenOf(anchor.position) : anchor;
      const gap = gapRem * Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
      const { offsetWidth: width, offsetHeight: height } = element;
      const left = x + gap + width > frame.clientWidth ? x - gap - width : x + gap;
      const top = Math.min(Math.max(0, y - height / 3), Math.max(0, frame.clientHeight - height));
      element.style.transform = `translate(${Math.round(Math.max(0, left))}px, ${Math.round(top)}px)`;
      const outside = x < 0 || y < 0 || x > frame.clientWidth || y > frame.clientHeight;
      element.style.visibility = outside ? 'hidden' : 'visible';
    };
    place();
    const resized = new ResizeObserver(place);
    resized.observe(element);
    const moved = 'stage' in anchor ? anchor.stage.onMove(place) : null;
    return () => {
      resized.disconnect();
      moved?.();
    };
  });
  return card;
}

export function HoverFrame({ anchor, children }: { readonly anchor: CardAnchor; readonly children: ReactNode }) {
  const card = useAnchored(anchor);
  return (
    <div className="map-card" ref={card} data-testid="hover-card">
      <div className="map-card-lines">{children}</div>
    </div>
  );
}

export function PinnedFrame(props: {
  readonly anchor: CardAnchor;
  readonly testId: string;
  /** Read out when they change. */
  readonly lines: ReactNode;
  readonly onClose: () => void;
  readonly children: ReactNode;
}) {
  const words = useWords();
  const card = useAnchored(props.anchor);
  return (
    <section className="map-card pinned" ref={card} data-testid={props.testId} aria-label={words.drill.card.pinned}>
      <div className="map-card-lines" role="status">
        {props.lines}
      </div>
      <Button
        className="map-card-close"
        type="text"
        size="small"
        icon={<CloseOutlined aria-hidden />}
        aria-label={words.drill.card.close}
        title={`${words.drill.card.close} (Esc)`}
        onClick={props.onClose}
      />
      {props.children}
    </section>
  );
}
