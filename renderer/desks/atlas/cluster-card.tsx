// The enterprises that stand so close together that no zoom parts them, as a short list to choose from.
import { Button } from 'antd';
import { useWords } from '../../i18n/use-words.ts';
import type { ClusterOfEnterprises } from '../../map/layers/layer-definition.ts';
import { useView } from '../../state/view-store.ts';
import { type CardAnchor, PinnedFrame } from './card-frame.tsx';
import { drillToEnterprise } from './drill.ts';
import { enterpriseName } from './enterprise-name.ts';

export function ClusterCard(props: {
  readonly cluster: ClusterOfEnterprises;
  readonly anchor: CardAnchor;
  readonly onClose: () => void;
}) {
  const { cluster, anchor, onClose } = props;
  const words = useWords();
  const language = useView((view) => view.language);
  return (
    <PinnedFrame
      anchor={anchor}
      testId="cluster-card"
      lines={<strong>{words.drill.enterprises(String(cluster.enterprises.length))}</strong>}
      onClose={onClose}
    >
      <ul className="cluster-list">
        {cluster.enterprises.map((enterprise) => (
          <li key={enterprise.id}>
            <Button type="link" size="small" onClick={() => drillToEnterprise(enterprise.id)}>
              {enterpriseName(enterprise, language)}
            </Button>
          </li>
        ))}
      </ul>
    </PinnedFrame>
  );
}
