// Every command of the desk in one list: typed in either language, in pinyin or initials; those used lately come first.
import { Input, Modal } from 'antd';
import { type KeyboardEvent, useId, useMemo, useState } from 'react';
import { type Command, isOffered } from '../../commands/command.ts';
import { commandIndex } from '../../commands/command-index.ts';
import { runCommand } from '../../commands/desk-commands.ts';
import { isMac, keyText } from '../../commands/key-text.ts';
import { recentCommands, rememberCommand } from '../../commands/recent-commands.ts';
import { numberText } from '../../format/quantity-text.ts';
import { useWords } from '../../i18n/use-words.ts';
import type { MapStage } from '../../map/map-stage.ts';
import type { Span } from '../../search/search-index.ts';
import { useView } from '../../state/view-store.ts';
import { MarkedText } from './marked-text.tsx';
import { type OptionGroup, OptionList, optionId, useActiveOption } from './option-list.tsx';
import { useCommands } from './use-commands.ts';
import type { ActiveLayer } from './use-layers.ts';
import { useSearch } from './use-search-index.ts';
import './command-palette.css';

interface Row {
  readonly command: Command;
  readonly text: string;
  readonly spans: readonly Span[];
}

export function CommandPalette(props: { readonly layers: readonly ActiveLayer[]; readonly stage: MapStage | null }) {
  const words = useWords();
  const view = useView();
  const { language } = view;
  const alphabet = useSearch((search) => search.alphabet);
  const offered = useCommands(props.layers, props.stage).filter(
    (command) => command.id !== 'palette' && isOffered(command, view),
  );
  const [recent] = useState(recentCommands);
  const [text, setText] = useState('');
  const list = useId();
  const mac = isMac();

  const sections = useMemo((): readonly { readonly key: string; readonly label: string; readonly rows: Row[] }[] => {
    const plain = (command: Command): Row => ({ command, text: command.name[language], spans: [] });
    const byId = new Map(offered.map((command) => [command.id, command]));
    if (text.trim() !== '') {
      const hits = commandIndex(alphabet, offered).find(text, { limit: 30 });
      const rows = hits.flatMap((hit): Row[] => {
        const command = byId.get(hit.entry.id);
        return command === undefined ? [] : [{ command, text: hit.text, spans: hit.spans }];
      });
      // Among what fits, what was used lately comes first; the best stays the best.
      const used = (row: Row): number => Number(row !== rows[0] && !recent.includes(row.command.id));
      rows.sort((one, other) => Number(other === rows[0]) - Number(one === rows[0]) || used(one) - used(other));
      return [{ key: 'found', label: words.command.results, rows }];
    }
    const lately = recent.flatMap((id) => byId.get(id) ?? []);
    return [
      { key: 'recent', label: words.command.recent, rows: lately.map(plain) },
      {
        key: 'all',
        label: words.command.all,
        rows: offered.filter(({ id }) => !recent.includes(id)).map(plain),
      },
    ];
  }, [text, alphabet, offered, recent, language, words]);

  const rows = sections.flatMap((section) => section.rows);
  const { index: active, activate, onKeyDown } = useActiveOption(rows.length, text);
  const close = (): void => view.openDialog(null);

  function run(command: Command | undefined): void {
    if (command === undefined) return;
    rememberCommand(command.id);
    close();
    // After the dialog has given the focus back, so that a command may put it elsewhere.
    setTimeout(() => runCommand(command));
  }

  const groups: OptionGroup[] = sections
    .filter((section) => section.rows.length > 0)
    .map(({ key, label, rows: ofSection }) => ({
      key,
      label,
      options: ofSection.map(({ command, text: found, spans }) => {
        const name = command.name[language];
        return {
          key: command.id,
          content: (
            <>
              <span className="option-name">{found === name ? <MarkedText text={name} spans={spans} /> : name}</span>
              <span className="option-detail">
                {found !== name && <MarkedText text={found} spans={spans} />}{' '}
                {command.keys?.[0] !== undefined && <kbd>{keyText(command.keys[0], mac)}</kbd>}
              </span>
            </>
          ),
        };
      }),
    }));

  return (
    <Modal
      open
      title={<h2 className="visually-hidden">{words.command.title}</h2>}
      className="command-palette"
      footer={null}
      closable={false}
      onCancel={close}
      width="40rem"
      style={{ top: '12vh' }}
    >
      <Input
        autoFocus
        role="combobox"
        aria-label={words.command.title}
        aria-autocomplete="list"
        aria-expanded
        aria-controls={list}
        {...(rows.length > 0 ? { 'aria-activedescendant': optionId(list, active) } : {})}
        autoComplete="off"
        spellCheck={false}
        placeholder={words.command.find}
        value={text}
        onChange={({ target }) => setText(target.value)}
        onKeyDown={(event: KeyboardEvent<HTMLInputElement>) => {
          if (onKeyDown(event) || event.nativeEvent.isComposing || event.key !== 'Enter') return;
          event.preventDefault();
          run(rows[active]?.command);
        }}
      />
      {rows.length === 0 && <p className="option-note">{words.command.none}</p>}
      <OptionList
        id={list}
        label={words.command.results}
        groups={groups}
        active={active}
        onActivate={activate}
        onChoose={(key) => run(rows.find(({ command }) => command.id === key)?.command)}
      />
      <span className="visually-hidden" role="status">
        {words.command.count(numberText(rows.length, language))}
      </span>
    </Modal>
  );
}
