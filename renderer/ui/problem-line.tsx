// One quiet line that says what went wrong.
import './ui.css';

export function ProblemLine({ text }: { readonly text: string | null }) {
  return text === null ? null : (
    <p className="problem-line" role="alert">
      {text}
    </p>
  );
}
