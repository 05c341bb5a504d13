// The keys of this page.
import { Modal } from 'antd';
import { useWords } from '../../i18n/use-words.ts';
import { useView } from '../../state/view-store.ts';
import { Pairs } from '../../ui/pairs.tsx';

export function KeyHelp() {
  const words = useWords();
  const openDialog = useView((view) => view.openDialog);
  const close = () => openDialog(null);
  const keys: [string, string][] = [
    ['/', words.keys.search],
    ['Esc', words.keys.escape],
    ['I', words.keys.explain],
    ['↑ ↓', words.keys.rows],
    ['Enter', words.keys.open],
    ['← ↑ → ↓', words.keys.pan],
    ['+ −', words.keys.zoom],
    ['← →', words.keys.split],
    ['?', words.keys.help],
  ];
  return (
    <Modal
      open
      title={<h2>{words.keys.title}</h2>}
      footer={null}
      onCancel={close}
      closable={{ 'aria-label': words.keys.close }}
      width="32rem"
    >
      <Pairs entries={keys.map(([key, meaning]) => [key, meaning])} />
    </Modal>
  );
}
