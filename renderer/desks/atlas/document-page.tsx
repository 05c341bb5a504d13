// A government document that the product stands on: its number, title, issuer and date as the text itself states them.
import { useNames, useWords } from '../../i18n/use-words.ts';
import { useCore } from '../../state/core-store.ts';
import { useView } from '../../state/view-store.ts';
import { Pairs } from '../../ui/pairs.tsx';
import { SidePage } from '../../ui/side-page.tsx';

export function DocumentPage({ id }: { readonly id: string }) {
  const words = useWords();
  const names = useNames();
  const openPage = useView((view) => view.openPage);
  const document = useCore((core) => core.about?.documents.find((each) => each.id === id));
  if (document === undefined) return null;
  return (
    <SidePage
      label={words.drill.document}
      title={names.pick(document.title)}
      subject={id}
      closeLabel={words.drill.close}
      onClose={() => openPage(null)}
    >
      <Pairs
        entries={[
          [words.drill.documentNumber, document.number ?? words.table.notStated],
          [words.drill.documentTitle, document.title.zh],
          [words.drill.documentIssuer, document.issuer === null ? words.table.notStated : names.pick(document.issuer)],
          [words.drill.documentDate, document.date ?? words.table.notStated],
        ]}
      />
      <p className="muted small">{words.drill.documentNote}</p>
    </SidePage>
  );
}
