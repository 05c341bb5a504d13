// Two panes side by side with a divider that the mouse and the arrow keys move.
import { type KeyboardEvent, type PointerEvent, type ReactNode, useRef, useState } from 'react';
import './ui.css';

const smallestShare = 25;
const largestShare = 80;
const clamp = (share: number): number => Math.min(largestShare, Math.max(smallestShare, share));

export function SplitPane(props: {
  readonly label: string;
  /** Share of the left pane in per cent, at first. */
  readonly share: number;
  readonly left: ReactNode;
  readonly right: ReactNode;
}) {
  const [share, setShare] = useState(props.share);
  const frame = useRef<HTMLDivElement>(null);

  function onPointerMove(event: PointerEvent<HTMLDivElement>): void {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const box = frame.current?.getBoundingClientRect();
    if (box !== undefined) setShare(clamp(((event.clientX - box.left) / box.width) * 100));
  }

  function onKeyDown(event: KeyboardEvent): void {
    const steps: Record<string, number> = { ArrowLeft: -2, ArrowRight: 2, Home: -100, End: 100 };
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    setShare((last) => clamp(last + step));
  }

  return (
    <div
      className="split-pane"
      ref={frame}
      style={{ gridTemplateColumns: `minmax(0, ${share}fr) auto minmax(0, ${100 - share}fr)` }}
    >
      <div className="split-side">{props.left}</div>
      {/* biome-ignore lint/a11y/useSemanticElements: a divider that can be moved is a separator with a value, not a rule */}
      <div
        className="split-divider"
        role="separator"
        aria-orientation="vertical"
        aria-label={props.label}
        aria-valuenow={Math.round(share)}
        aria-valuemin={smallestShare}
        aria-valuemax={largestShare}
        tabIndex={0}
        onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
        onPointerMove={onPointerMove}
        onKeyDown={onKeyDown}
      />
      <div className="split-side">{props.right}</div>
    </div>
  );
}
