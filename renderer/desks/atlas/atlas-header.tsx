// The head of the desk: what this is, search, and what can be done with the ledger.
import { MoonOutlined, QuestionOutlined, SearchOutlined, SunOutlined } from '@ant-design/icons';
import { Button, Input, type InputRef } from 'antd';
import type { RefObject } from 'react';
import { useNames, useWords } from '../../i18n/use-words.ts';
import { useCore } from '../../state/core-store.ts';
import { useView } from '../../state/view-store.ts';
import { ExportMenu } from './export-menu.tsx';
import { TimesMenu } from './times-menu.tsx';

export function AtlasHeader({ search }: { readonly search: RefObject<InputRef | null> }) {
  const words = useWords();
  const names = useNames();
  const profile = useCore((core) => core.about?.profile);
  const { filters, setFilters, openDialog, theme, setTheme, language, setLanguage } = useView();
  const otherTheme = theme === 'dark' ? words.header.toLight : words.header.toDark;
  return (
    <header className="atlas-header">
      <h1>
        {words.product}
        {profile && <span className="province">{names.pick(profile.name)}</span>}
      </h1>
      <Input
        ref={search}
        className="search-box"
        type="search"
        allowClear
        prefix={<SearchOutlined />}
        suffix={<kbd>/</kbd>}
        placeholder={words.header.search}
        aria-label={words.header.searchHint}
        value={filters.text}
        onChange={({ target }) => setFilters((last) => ({ ...last, text: target.value }))}
      />
      <nav>
        <TimesMenu />
        <Button onClick={() => openDialog('import')}>{words.header.import}</Button>
        <ExportMenu />
        <Button onClick={() => openDialog('about-data')}>{words.header.aboutData}</Button>
        <Button
          icon={theme === 'dark' ? <SunOutlined /> : <MoonOutlined />}
          aria-label={otherTheme}
          title={otherTheme}
          onClick={() => setTheme(theme === 'dark' ? 'light' : 'dark')}
        />
        <Button title={words.header.toOtherLanguage} onClick={() => setLanguage(language === 'zh' ? 'en' : 'zh')}>
          {words.header.otherLanguage}
        </Button>
        <Button
          icon={<QuestionOutlined />}
          aria-label={words.header.keys}
          title={`${words.header.keys} (?)`}
          onClick={() => openDialog('keys')}
        />
      </nav>
    </header>
  );
}
