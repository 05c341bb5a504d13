// The head of the desk: what this is, search, and what can be done with the ledger and the map.
import { LinkOutlined, MenuOutlined, MoonOutlined, QuestionOutlined, SunOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useNames, useWords } from '../../i18n/use-words.ts';
import type { MapStage } from '../../map/map-stage.ts';
import { useCore } from '../../state/core-store.ts';
import { copyLink } from '../../state/follow-address.ts';
import { useView } from '../../state/view-store.ts';
import { ExportMenu } from './export-menu.tsx';
import { SearchBox } from './search-box.tsx';
import { TimesMenu } from './times-menu.tsx';
import type { ActiveLayer } from './use-layers.ts';

export function AtlasHeader(props: { readonly layers: readonly ActiveLayer[]; readonly stage: MapStage | null }) {
  const words = useWords();
  const names = useNames();
  const profile = useCore((core) => core.about?.profile);
  const { openDialog, theme, setTheme, language, setLanguage } = useView();
  const otherTheme = theme === 'dark' ? words.header.toLight : words.header.toDark;
  return (
    <header className="atlas-header">
      <h1>
        {words.product}
        {profile && <span className="province">{names.pick(profile.name)}</span>}
      </h1>
      <SearchBox {...props} />
      <nav>
        <TimesMenu />
        <Button onClick={() => openDialog('import')}>{words.header.import}</Button>
        <ExportMenu {...props} />
        <Button onClick={() => openDialog('about-data')}>{words.header.aboutData}</Button>
        <Button
          icon={<LinkOutlined aria-hidden />}
          aria-label={words.link.copy}
          title={words.link.copy}
          onClick={() => void copyLink()}
        />
        <Button
          icon={theme === 'dark' ? <SunOutlined aria-hidden /> : <MoonOutlined aria-hidden />}
          aria-label={otherTheme}
          title={otherTheme}
          onClick={() => setTheme(theme === 'dark' ? 'light' : 'dark')}
        />
        <Button title={words.header.toOtherLanguage} onClick={() => setLanguage(language === 'zh' ? 'en' : 'zh')}>
          {words.header.otherLanguage}
        </Button>
        <Button
          icon={<MenuOutlined aria-hidden />}
          aria-label={words.command.title}
          title={`${words.command.title} (Ctrl+K)`}
          onClick={() => openDialog('palette')}
        />
        <Button
          icon={<QuestionOutlined aria-hidden />}
          aria-label={words.header.keys}
          title={`${words.header.keys} (?)`}
          onClick={() => openDialog('keys')}
        />
      </nav>
    </header>
  );
}
