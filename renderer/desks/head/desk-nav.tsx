// The way from desk to desk.
import { useWords } from '../../i18n/use-words.ts';
import { type Desk, useView } from '../../state/view-store.ts';
import './desk-head.css';

const desks: readonly Desk[] = ['atlas', 'duty', 'monitoring'];

export function DeskNav() {
  const { monitoring: words } = useWords();
  const { desk, goTo } = useView();
  return (
    <nav className="desk-nav" aria-label={words.desksLabel}>
      {desks.map((each) => (
        <button key={each} type="button" aria-current={each === desk ? 'page' : undefined} onClick={() => goTo(each)}>
          {words.desks[each]}
        </button>
      ))}
    </nav>
  );
}
