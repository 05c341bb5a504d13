// The search of the head: hits as one types, in groups; Enter goes to the best, Shift+Enter narrows the list to the text.
import { SearchOutlined } from '@ant-design/icons';
import { Input } from 'antd';
import { type FocusEvent, type KeyboardEvent, useCallback, useDeferredValue, useId, useMemo, useState } from 'react';
import { type Command, isOffered } from '../../commands/command.ts';
import { commandIndex } from '../../commands/command-index.ts';
import { runCommand, searchFieldId } from '../../commands/desk-commands.ts';
import { numberText } from '../../format/quantity-text.ts';
import { useNames, useWords } from '../../i18n/use-words.ts';
import type { MapStage } from '../../map/map-stage.ts';
import { groupHits, type HitGroup } from '../../search/group-hits.ts';
import type { FoundKind } from '../../search/ledger-entries.ts';
import type { SearchHit } from '../../search/search-index.ts';
import { useCore } from '../../state/core-store.ts';
import { withKeys } from '../../state/filters.ts';
import { useView } from '../../state/view-store.ts';
import { drillToArea, drillToEnterprise } from './drill.ts';
import { MarkedText } from './marked-text.tsx';
import { type OptionGroup, OptionList, optionId, useActiveOption } from './option-list.tsx';
import { useCommands } from './use-commands.ts';
import type { ActiveLayer } from './use-layers.ts';
import { useSearch, useSearchIndex } from './use-search-index.ts';
import './search-box.css';

/** Rows of the list, that which filters among them. */
const mostRows = 12;
const commandPrefix = /^[>＞]\s*/;
const filterKey = 'filter';

type Hit = SearchHit<FoundKind>;
const keyOf = ({ entry: { kind, id } }: Hit): string => `${kind} ${id}`;

/** Looks up what is typed: commands after the sign, else everything else. */
function useLookUp(commands: readonly Command[]): (typed: string) => readonly HitGroup<FoundKind>[] {
  const { index, alphabet, filling } = useSearch();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the same index finds more once it is filled
  return useCallback(
    (typed) => {
      if (!commandPrefix.test(typed)) return groupHits(index?.find(typed, { limit: mostRows }) ?? [], mostRows - 1);
      const view = useView.getState();
      const offered = commands.filter((command) => isOffered(command, view));
      const found = commandIndex(alphabet, offered).find(typed.replace(commandPrefix, ''), { limit: mostRows });
      return groupHits(found, mostRows);
    },
    [alphabet, commands, index, filling],
  );
}

/** What a hit is called in the reader's language, and what tells it from its namesakes. */
function useDescribed(commands: readonly Command[]): (hit: Hit) => { readonly name: string; readonly detail: string } {
  const names = useNames();
  const language = useView((view) => view.language);
  const about = useCore((core) => core.about);
  return ({ entry: { kind, id, texts } }) => {
    const name = texts[0]?.text ?? '';
    switch (kind) {
      case 'enterprise': {
        const enterprise = useCore.getState().world.byId.get(id);
        const regions = [enterprise?.cityCode, enterprise?.countyCode].flatMap((code) => code ?? []);
        const place = regions.map((code) => names.region(code)).join(language === 'en' ? ', ' : '');
        return { name: language === 'en' ? (enterprise?.nameEn ?? name) : name, detail: place };
      }
      case 'place': {
        const county = about?.counties.find(({ code }) => String(code) === id);
        return { name: names.region(Number(id)), detail: county === undefined ? '' : names.region(county.parent) };
      }
      case 'industry':
        return { name: names.industry(id), detail: '' };
      case 'document': {
        const document = about?.documents.find((each) => each.id === id);
        return { name: document === undefined ? name : names.pick(document.title), detail: document?.number ?? '' };
      }
      case 'command':
        return { name: commands.find((each) => each.id === id)?.name[language] ?? name, detail: '' };
      case 'unit':
        return { name, detail: '' };
    }
  };
}

function choose({ entry: { kind, id, within } }: Hit, commands: readonly Command[]): void {
  const { about } = useCore.getState();
  const view = useView.getState();
  if (kind === 'enterprise') drillToEnterprise(id);
  else if (kind === 'unit') drillToEnterprise(within ?? id, id);
  else if (kind === 'place')
    drillToArea(about?.cities.some(({ code }) => String(code) === id) ? 'city' : 'county', Number(id));
  else if (kind === 'industry') view.setFilters((filters) => withKeys(filters, 'industry', [id]));
  else if (kind === 'document') view.openPage({ kind: 'document', id });
  else {
    const command = commands.find((each) => each.id === id);
    if (command !== undefined) runCommand(command);
  }
}

export function SearchBox(props: { readonly layers: readonly ActiveLayer[]; readonly stage: MapStage | null }) {
  const words = useWords();
  const language = useView((view) => view.language);
  const { index, filling, failed } = useSearch();
  const [text, setText] = useState('');
  const [open, setOpen] = useState(false);
  const typed = useDeferredValue(text.trim());
  const commands = useCommands(props.layers, props.stage);
  const lookUp = useLookUp(commands);
  const hits = useMemo(() => lookUp(typed), [lookUp, typed]);
  const described = useDescribed(commands);
  const list = useId();
  useSearchIndex();

  const found = hits.flatMap((group) => group.hits);
  const filters = typed !== '' && !commandPrefix.test(typed);
  const count = found.length + Number(filters);
  const { index: active, activate, onKeyDown } = useActiveOption(count, hits);
  const shown = open && typed !== '';
  const number = (value: number): string => numberText(value, language);

  function close(): void {
    setOpen(false);
    setText('');
    // The keys of the page are heard again; a page that opens takes the focus itself.
    document.getElementById(searchFieldId)?.blur();
  }
  function filter(): void {
    const wanted = text.trim();
    close();
    useView.getState().setFilters((last) => ({ ...last, text: wanted }));
  }
  function chosen(key: string): void {
    const hit = found.find((each) => keyOf(each) === key);
    if (hit !== undefined) go(hit);
    else if (key === filterKey) filter();
  }
  function go(hit: Hit): void {
    close();
    choose(hit, commands);
  }

  function onFieldKey(event: KeyboardEvent<HTMLInputElement>): void {
    if (event.nativeEvent.isComposing) return;
    const wanted = text.trim();
    if (event.key === 'Enter' && wanted !== '') {
      event.preventDefault();
      const isCommand = commandPrefix.test(wanted);
      // Fast typing may be ahead of the list; what counts is what was typed.
      const hit = typed === wanted ? found[active] : lookUp(wanted)[0]?.hits[0];
      if (hit !== undefined && (isCommand || !event.shiftKey)) go(hit);
      else if (!isCommand) filter();
    } else if (event.key === 'Escape' && shown) {
      event.preventDefault();
      setOpen(false);
    } else if (shown) onKeyDown(event);
    else if (event.key === 'ArrowDown') setOpen(true);
  }

  const groups: OptionGroup[] = hits.map(({ kind, hits: ofKind }) => ({
    key: kind,
    label: words.search.kinds[kind],
    options: ofKind.map((hit) => {
      const { name, detail } = described(hit);
      // A short name is marked where it stands in the full one.
      const at = name.indexOf(hit.text);
      const spans = hit.spans.map(([start, end]) => [start + Math.max(0, at), end + Math.max(0, at)] as const);
      return {
        key: keyOf(hit),
        content: (
          <>
            <span className="option-name">{at === -1 ? name : <MarkedText text={name} spans={spans} />}</span>
            <span className="option-detail">{at === -1 ? <MarkedText text={hit.text} spans={spans} /> : detail}</span>
          </>
        ),
      };
    }),
  }));
  if (filters)
    groups.push({
      key: filterKey,
      label: null,
      options: [
        {
          key: filterKey,
          content: (
            <>
              <span className="option-name">{words.search.filter(typed)}</span>
              <span className="option-detail">
                <kbd>Shift+Enter</kbd>
              </span>
            </>
          ),
        },
      ],
    });

  const note = filling
    ? words.search.preparing(number(index?.size ?? 0))
    : failed
      ? words.search.failed
      : found.length === 0
        ? words.search.none
        : null;
  return (
    <search
      className="desk-search"
      onBlur={(event: FocusEvent) => {
        if (!event.currentTarget.contains(event.relatedTarget)) setOpen(false);
      }}
    >
      <Input
        id={searchFieldId}
        role="combobox"
        aria-label={words.search.field}
        aria-autocomplete="list"
        aria-expanded={shown}
        aria-controls={list}
        {...(shown && count > 0 ? { 'aria-activedescendant': optionId(list, active) } : {})}
        autoComplete="off"
        spellCheck={false}
        allowClear={{ clearIcon: <span title={words.search.clear}>×</span> }}
        prefix={<SearchOutlined aria-hidden />}
        suffix={<kbd>/</kbd>}
        placeholder={words.search.placeholder}
        value={text}
        onFocus={() => setOpen(true)}
        onChange={({ target }) => {
          setText(target.value);
          setOpen(true);
        }}
        onKeyDown={onFieldKey}
      />
      {shown && (
        <div className="desk-search-popup">
          {note !== null && <p className="option-note">{note}</p>}
          <OptionList
            id={list}
            label={words.search.hits}
            groups={groups}
            active={active}
            onActivate={activate}
            onChoose={chosen}
          />
        </div>
      )}
      <span className="visually-hidden" role="status">
        {shown ? words.search.count(number(found.length)) : ''}
      </span>
    </search>
  );
}
