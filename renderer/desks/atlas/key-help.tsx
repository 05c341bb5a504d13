// The keys of this page: those of its commands, and those that one part of it hears.
import { Modal } from 'antd';
import { commandGroups, isOnDesk } from '../../commands/command.ts';
import { isMac, keyText } from '../../commands/key-text.ts';
import { pageKeys } from '../../commands/page-keys.ts';
import { commands } from '../../commands/registry.ts';
import { useWords } from '../../i18n/use-words.ts';
import { useView } from '../../state/view-store.ts';
import './key-help.css';

export function KeyHelp() {
  const words = useWords();
  const view = useView();
  const { openDialog, language } = view;
  const mac = isMac();
  const groups = [...commandGroups, 'lists' as const]
    .map((group) => ({
      group,
      keys: [
        ...commands
          .filter((command) => command.group === group && isOnDesk(command, view))
          .flatMap(({ id, name, keys = [] }) =>
            keys.length === 0 ? [] : [{ id, name: name[language], keys: keys.map((key) => keyText(key, mac)) }],
          ),
        ...pageKeys
          .filter((each) => each.group === group && isOnDesk(each, view))
          .map(({ keys, name }) => ({ id: name.en, name: name[language], keys: keys.split(' ') })),
      ],
    }))
    .filter(({ keys }) => keys.length > 0);
  return (
    <Modal
      open
      title={<h2>{words.keys.title}</h2>}
      footer={null}
      onCancel={() => openDialog(null)}
      closable={{ 'aria-label': words.keys.close }}
      width="min(94vw, 64rem)"
    >
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section className="dialog-body" aria-label={words.keys.title} tabIndex={0}>
        <div className="key-help">
          {groups.map(({ group, keys }) => (
            <div key={group} className="key-group">
              <h3>{words.command.groups[group]}</h3>
              <dl>
                {keys.map(({ id, name, keys: labels }) => (
                  <div key={id}>
                    <dt>{name}</dt>
                    <dd>
                      {labels.map((label) => (
                        <kbd key={label}>{label}</kbd>
                      ))}
                    </dd>
                  </div>
                ))}
              </dl>
            </div>
          ))}
        </div>
      </section>
    </Modal>
  );
}
