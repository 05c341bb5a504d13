// The list under a field that searches: options in groups, one of them active; the field keeps the focus.
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import './option-list.css';

export interface OptionGroup {
  readonly key: string;
  /** null = without a heading. */
  readonly label: string | null;
  readonly options: readonly { readonly key: string; readonly content: ReactNode }[];
}

/** Which option is active, and the keys that move on; `subject` begins again at the first. */
export function useActiveOption(count: number, subject: unknown) {
  const [active, setActive] = useState({ index: 0, subject });
  const index = active.subject === subject ? Math.min(active.index, Math.max(0, count - 1)) : 0;
  const activate = (next: number): void => setActive({ index: next, subject });
  return {
    index,
    activate,
    /** True where the key was meant for the list. */
    onKeyDown(event: KeyboardEvent): boolean {
      if (count === 0 || event.nativeEvent.isComposing) return false;
      if (event.key === 'ArrowDown') activate((index + 1) % count);
      else if (event.key === 'ArrowUp') activate((index + count - 1) % count);
      else if (event.key === 'PageDown') activate(Math.min(count - 1, index + 8));
      else if (event.key === 'PageUp') activate(Math.max(0, index - 8));
      else return false;
      event.preventDefault();
      return true;
    },
  };
}

export const optionId = (list: string, index: number): string => `${list}-${index}`;

export function OptionList(props: {
  readonly id: string;
  readonly label: string;
  readonly groups: readonly OptionGroup[];
  /** Counted through all groups. */
  readonly active: number;
  readonly onActivate: (index: number) => void;
  readonly onChoose: (key: string) => void;
}) {
  const { id, label, groups, active, onActivate, onChoose } = props;
  const list = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is active must be in sight
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [active, groups]);
  let index = -1;
  return (
    <div ref={list} id={id} className="option-list" role="listbox" aria-label={label}>
      {groups.map((group, place) => (
        // biome-ignore lint/a11y/useSemanticElements: a listbox holds groups, no field sets
        <div
          key={group.key}
          role="group"
          {...(group.label === null ? { 'aria-label': label } : { 'aria-labelledby': `${id}-group-${place}` })}
        >
          {group.label !== null && (
            <div id={`${id}-group-${place}`} className="option-heading">
              {group.label}
            </div>
          )}
          {group.options.map(({ key, content }) => {
            index += 1;
            const own = index;
            return (
              // biome-ignore lint/a11y/useFocusableInteractive: the field has the focus and names the active option
              // biome-ignore lint/a11y/useKeyWithClickEvents: keys are the field's
              <div
                key={key}
                id={optionId(id, own)}
                role="option"
                aria-selected={own === active}
                className="option"
                onMouseMove={() => own !== active && onActivate(own)}
                // The field keeps the focus.
                onMouseDown={(event) => event.preventDefault()}
                onClick={() => onChoose(key)}
              >
                {content}
              </div>
            );
          })}
        </div>
      ))}
    </div>
  );
}
