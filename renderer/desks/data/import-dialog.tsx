// The way into the ledger: choose files, see how they are read, try, and import for good.
import { Modal } from 'antd';
import { useWords } from '../../i18n/use-words.ts';
import { useView } from '../../state/view-store.ts';
import { groupFiles } from './file-groups.ts';
import { FileList } from './file-list.tsx';
import { GroupImport } from './group-import.tsx';
import { useUploads } from './use-uploads.ts';
import './import.css';

export function ImportDialog() {
  const words = useWords();
  const openDialog = useView((view) => view.openDialog);
  const uploads = useUploads();
  return (
    <Modal
      open
      title={<h2>{words.imports.title}</h2>}
      footer={null}
      mask={{ closable: false }}
      onCancel={() => openDialog(null)}
      closable={{ 'aria-label': words.imports.close }}
      width="min(96vw, 96rem)"
      style={{ top: '2.5vh' }}
    >
      <div className="import-dialog">
        <FileList uploads={uploads} />
        {groupFiles(uploads.files).map((group) => (
          <GroupImport key={`${group.preset} ${group.files.map(({ key }) => key).join()}`} group={group} />
        ))}
      </div>
    </Modal>
  );
}
