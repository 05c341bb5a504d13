// Map themes at the head of the layer panel: choose a set of layers, save the present one, rename and delete saved ones.
import { EllipsisOutlined } from '@ant-design/icons';
import { App, Button, Dropdown, Input, Modal, Select } from 'antd';
import { useState } from 'react';
import { useWords } from '../../i18n/use-words.ts';
import { defaultLayers } from '../../map/layers/registry.ts';
import { drawsSame, type LayerSettings } from '../../state/layer-settings.ts';
import {
  bundledThemes,
  longestThemeName,
  themeLayers,
  themeName,
  useMapThemes,
  withName,
  withSaved,
} from '../../state/map-themes.ts';
import { useView } from '../../state/view-store.ts';

/** How long a deleted theme can be brought back. */
const undoSeconds = 10;

/** The theme being named: a new one, or a saved one by its id. */
type Naming = { readonly id: string | null; readonly text: string } | null;

export function ThemePicker({ settings }: { readonly settings: LayerSettings }) {
  const words = useWords();
  const language = useView((view) => view.language);
  const setLayers = useView((view) => view.setLayers);
  const { saved, change } = useMapThemes();
  const { message } = App.useApp();
  const [naming, setNaming] = useState<Naming>(null);

  const offered = [
    ...saved.map(({ id, name }) => ({ id, name })),
    ...bundledThemes.map(({ id, name }) => ({ id, name: name[language] })),
  ];
  const current = offered.find(({ id }) => {
    const layers = themeLayers(id, saved, defaultLayers);
    return layers !== null && drawsSame(layers, settings);
  });
  const own = saved.find(({ id }) => id === current?.id);

  function remove(id: string, name: string): void {
    const before = saved;
    change((themes) => themes.filter((theme) => theme.id !== id));
    const key = `removed ${id}`;
    message.open({
      key,
      type: 'info',
      duration: undoSeconds,
      content: (
        <>
          {words.layer.removed(name)}{' '}
          <Button
            type="link"
            size="small"
            onClick={() => {
              // In its old place, beside whatever was saved since.
              change((themes) => [...before, ...themes.filter((theme) => !before.some((old) => old.id === theme.id))]);
              message.destroy(key);
            }}
          >
            {words.layer.undo}
          </Button>
        </>
      ),
    });
  }

  return (
    <div className="theme-picker">
      <Select
        size="small"
        aria-label={words.layer.themes}
        value={current?.id ?? ''}
        onChange={(id) => {
          const layers = themeLayers(id, saved, defaultLayers);
          if (layers !== null) setLayers(layers);
        }}
        popupMatchSelectWidth={false}
        options={[
          ...(current === undefined ? [{ value: '', label: words.layer.ownTheme }] : []),
          ...(saved.length === 0
            ? []
            : [
                {
                  label: words.layer.saved,
                  options: saved.map(({ id, name }) => ({ value: id, label: name })),
                },
              ]),
          {
            label: words.layer.bundled,
            options: bundledThemes.map(({ id, name }) => ({ value: id, label: name[language] })),
          },
        ]}
      />
      <Dropdown
        trigger={['click']}
        autoFocus
        menu={{
          items: [
            { key: 'save', label: words.layer.saveAs },
            ...(own === undefined
              ? []
              : [
                  { key: 'rename', label: words.layer.rename(own.name) },
                  { key: 'remove', label: words.layer.remove(own.name) },
                ]),
            { key: 'reset', label: words.layer.reset },
          ],
          onClick: ({ key }) => {
            if (key === 'save') setNaming({ id: null, text: '' });
            else if (key === 'reset') setLayers(null);
            else if (own !== undefined && key === 'rename') setNaming({ id: own.id, text: own.name });
            else if (own !== undefined && key === 'remove') remove(own.id, own.name);
          },
        }}
      >
        <Button
          type="text"
          size="small"
          icon={<EllipsisOutlined aria-hidden />}
          aria-label={words.layer.themeMenu}
          title={words.layer.themeMenu}
        />
      </Dropdown>
      {naming !== null && <NameDialog naming={naming} settings={settings} onClose={() => setNaming(null)} />}
    </div>
  );
}

function NameDialog(props: {
  readonly naming: NonNullable<Naming>;
  readonly settings: LayerSettings;
  readonly onClose: () => void;
}) {
  const { naming, settings, onClose } = props;
  const words = useWords();
  const { saved, change } = useMapThemes();
  const [text, setText] = useState(naming.text);
  const name = themeName(text);
  const taken = saved.some((theme) => theme.name === name && theme.id !== naming.id);
  const refused = name === null || (taken && naming.id !== null);
  const remark = taken ? (naming.id === null ? words.layer.nameTaken : words.layer.nameTakenRename) : null;

  function save(): void {
    if (name === null || refused) return;
    change((themes) => (naming.id === null ? withSaved(themes, name, settings) : withName(themes, naming.id, name)));
    onClose();
  }

  return (
    <Modal
      open
      title={words.layer.nameTitle}
      okText={words.layer.ok}
      cancelText={words.layer.cancel}
      okButtonProps={{ disabled: refused, title: name === null ? words.layer.needName : '' }}
      onOk={save}
      onCancel={onClose}
    >
      <Input
        autoFocus
        value={text}
        maxLength={longestThemeName}
        placeholder={words.layer.nameHint}
        aria-label={words.layer.nameTitle}
        onChange={({ target }) => setText(target.value)}
        onPressEnter={({ nativeEvent }) => {
          if (!nativeEvent.isComposing) save();
        }}
      />
      <p className="layer-note" role="status">
        {remark}
      </p>
    </Modal>
  );
}
