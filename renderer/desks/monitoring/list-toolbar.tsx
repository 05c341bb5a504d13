// The line over a list of the monitoring desk: the field that narrows it, how many of how many, and what else belongs there.
import { SearchOutlined } from '@ant-design/icons';
import { Input } from 'antd';
import type { ReactNode } from 'react';
import { searchFieldId } from '../../commands/desk-commands.ts';
import { numberText } from '../../format/quantity-text.ts';
import { useWords } from '../../i18n/use-words.ts';
import { useView } from '../../state/view-store.ts';

export function ListToolbar(props: {
  readonly shown: number;
  readonly all: number;
  readonly countLabel: string;
  readonly children?: ReactNode;
}) {
  const { monitoring: words } = useWords();
  const { language, monitoring, setMonitoring } = useView();
  return (
    <div className="list-toolbar">
      <Input
        id={searchFieldId}
        className="list-find"
        allowClear
        prefix={<SearchOutlined aria-hidden />}
        aria-label={words.find}
        placeholder={`${words.find} (/)`}
        value={monitoring.text}
        onChange={({ target }) => setMonitoring({ text: target.value })}
      />
      <span role="status" data-testid="list-count">
        <strong>{words.count(numberText(props.shown, language), numberText(props.all, language))}</strong>{' '}
        {props.countLabel}
      </span>
      {props.children}
    </div>
  );
}
