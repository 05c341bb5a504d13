// What every desk's head ends with: link, theme, language, commands, keys.
import { LinkOutlined, MenuOutlined, MoonOutlined, QuestionOutlined, SunOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useWords } from '../../i18n/use-words.ts';
import { copyLink } from '../../state/follow-address.ts';
import { useView } from '../../state/view-store.ts';

export function ScreenButtons() {
  const words = useWords();
  const { openDialog, theme, setTheme, language, setLanguage } = useView();
  const otherTheme = theme === 'dark' ? words.header.toLight : words.header.toDark;
  return (
    <>
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
    </>
  );
}
