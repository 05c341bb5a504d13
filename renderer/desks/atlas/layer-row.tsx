// One layer in the panel: shown or not, its table, its settings, its place in the order, and below them its legend.
import {
  ArrowDownOutlined,
  ArrowUpOutlined,
  HolderOutlined,
  QuestionCircleOutlined,
  SettingOutlined,
  TableOutlined,
} from '@ant-design/icons';
import { Button, Checkbox, Popover, Select, Slider } from 'antd';
import { type DragEvent, type KeyboardEvent, useLayoutEffect, useRef, useState } from 'react';
import { shareText } from '../../format/quantity-text.ts';
import { useWords } from '../../i18n/use-words.ts';
import type { LayerSetting } from '../../state/layer-settings.ts';
import { useView } from '../../state/view-store.ts';
import { LayerLegend } from './layer-legend.tsx';
import type { ActiveLayer } from './use-layers.ts';

type Side = 'before' | 'after';
type Way = 'up' | 'down';

export interface LayerRowProps {
  readonly layer: ActiveLayer;
  readonly isTop: boolean;
  readonly isBottom: boolean;
  /** A dragged layer would land on this side of the row. */
  readonly drop: Side | null;
  readonly onChange: (change: Partial<Omit<LayerSetting, 'id'>>) => void;
  readonly onMove: (way: Way) => void;
  readonly onDragStart: () => void;
  readonly onDragOver: (side: Side) => void;
  readonly onDrop: (side: Side) => void;
  readonly onDragEnd: () => void;
}

function sideOf({ clientY, currentTarget }: DragEvent<HTMLElement>): Side {
  const { top, height } = currentTarget.getBoundingClientRect();
  return clientY < top + height / 2 ? 'before' : 'after';
}

export function LayerRow(props: LayerRowProps) {
  const { layer, onChange, onMove } = props;
  const { definition, setting } = layer;
  const words = useWords();
  const language = useView((view) => view.language);
  const openTable = useView((view) => view.openTable);
  const tableOpen = useView((view) => view.table === definition.id);
  const [open, setOpen] = useState(false);
  const row = useRef<HTMLLIElement>(null);
  const name = definition.name[language];

  // A row that is moved within the list loses the focus; whoever moved it by keyboard still holds on to it.
  const held = useRef<HTMLElement | null>(null);
  useLayoutEffect(() => {
    const last = held.current;
    held.current = null;
    // An arrow that leads no further lets go of the focus; the other one takes it.
    const next = last?.matches(':disabled') ? last.parentElement?.querySelector<HTMLElement>('button:enabled') : last;
    if (next !== document.activeElement) next?.focus();
  });

  function move(way: Way): void {
    held.current = document.activeElement instanceof HTMLElement ? document.activeElement : null;
    onMove(way);
  }

  function onKeyDown(event: KeyboardEvent<HTMLElement>): void {
    const way = event.key === 'ArrowUp' ? 'up' : event.key === 'ArrowDown' ? 'down' : null;
    if (!event.altKey || way === null) return;
    event.preventDefault();
    event.stopPropagation();
    if (!(way === 'up' ? props.isTop : props.isBottom)) move(way);
  }

  const action = (label: string, icon: React.ReactNode, press: () => void, pressed?: boolean) => (
    <Button
      type="text"
      size="small"
      icon={icon}
      aria-label={label}
      title={label}
      onClick={press}
      {...(pressed === undefined ? {} : { 'aria-pressed': pressed })}
    />
  );

  return (
    <li
      ref={row}
      className="layer-row"
      data-layer={definition.id}
      data-shown={setting.shown}
      data-drop={props.drop ?? undefined}
      onKeyDown={onKeyDown}
      onDragOver={(event) => {
        event.preventDefault();
        props.onDragOver(sideOf(event));
      }}
      onDrop={(event) => {
        event.preventDefault();
        props.onDrop(sideOf(event));
      }}
    >
      <div className="layer-head">
        {/* The buttons of the settings do the same for those who can't drag. */}
        <span
          className="layer-grip"
          draggable
          title={`${words.layer.dragHint} (${words.layer.keys})`}
          aria-hidden="true"
          onDragStart={(event) => {
            event.dataTransfer.effectAllowed = 'move';
            event.dataTransfer.setData('text/plain', name);
            if (row.current !== null) event.dataTransfer.setDragImage(row.current, 8, 8);
            props.onDragStart();
          }}
          onDragEnd={props.onDragEnd}
        >
          <HolderOutlined aria-hidden />
        </span>
        <Checkbox
          className="layer-name"
          checked={setting.shown}
          onChange={({ target }) => onChange({ shown: target.checked })}
          title={words.layer.show(name)}
        >
          {name}
        </Checkbox>
        {action(words.layer.table(name), <TableOutlined aria-hidden />, () => openTable(definition.id), tableOpen)}
        <Button
          type="text"
          size="small"
          icon={<SettingOutlined aria-hidden />}
          aria-expanded={open}
          aria-label={words.layer.settings(name)}
          title={words.layer.settings(name)}
          onClick={() => setOpen(!open)}
        />
      </div>
      {open && (
        <div className="layer-settings">
          {setting.shown &&
            definition.options.map((option) => {
              const choices = option.choices(layer.input);
              const chosen = layer.input.options[option.id];
              if (choices.length === 0 || chosen === undefined) return null;
              return (
                <div key={option.id} className="layer-setting">
                  <span>{option.name[language]}</span>
                  <Select
                    size="small"
                    value={chosen}
                    options={choices.map((choice) => ({ value: choice.id, label: choice.name[language] }))}
                    onChange={(choice) => onChange({ options: { ...setting.options, [option.id]: choice } })}
                    popupMatchSelectWidth={false}
                    aria-label={`${name} · ${option.name[language]}`}
                  />
                </div>
              );
            })}
          <div className="layer-setting">
            <span>{words.layer.opacity}</span>
            <Slider
              min={10}
              max={100}
              step={5}
              value={Math.round(setting.opacity * 100)}
              onChange={(percent) => onChange({ opacity: percent / 100 })}
              tooltip={{ formatter: (percent) => shareText((percent ?? 0) / 100, language) }}
              ariaLabelForHandle={`${name} · ${words.layer.opacity}`}
            />
          </div>
          <div className="layer-setting">
            <span title={words.layer.keys}>{words.layer.order}</span>
            <span className="layer-actions">
              <Button
                size="small"
                icon={<ArrowUpOutlined aria-hidden />}
                disabled={props.isTop}
                aria-label={words.layer.up(name)}
                title={`${words.layer.up(name)} (Alt+↑)`}
                onClick={() => move('up')}
              />
              <Button
                size="small"
                icon={<ArrowDownOutlined aria-hidden />}
                disabled={props.isBottom}
                aria-label={words.layer.down(name)}
                title={`${words.layer.down(name)} (Alt+↓)`}
                onClick={() => move('down')}
              />
              <Popover
                trigger="click"
                placement="leftTop"
                title={name}
                content={
                  <div className="layer-help">
                    <p>{definition.help[language]}</p>
                    <p>
                      <span className="muted">{words.layer.source}</span> {definition.source[language]}
                    </p>
                  </div>
                }
              >
                <Button
                  size="small"
                  icon={<QuestionCircleOutlined aria-hidden />}
                  aria-label={words.layer.help(name)}
                  title={words.layer.help(name)}
                />
              </Popover>
            </span>
          </div>
        </div>
      )}
      {layer.legend !== null && <LayerLegend layer={layer} legend={layer.legend} />}
    </li>
  );
}
