// A control of a form under its name.
import { type ReactNode, useId } from 'react';
import './ui.css';

/** `children` gets the id that the control has to carry. */
export function Field(props: {
  readonly label: ReactNode;
  /** Takes the whole width of a form in columns. */
  readonly wide?: boolean;
  readonly children: (id: string) => ReactNode;
}) {
  const id = useId();
  return (
    <div className={props.wide === true ? 'field wide' : 'field'}>
      <label htmlFor={id}>{props.label}</label>
      {props.children(id)}
    </div>
  );
}
