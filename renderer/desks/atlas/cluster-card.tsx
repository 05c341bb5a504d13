// The enterprises that stand so close together that no zoom parts them, as a short list to choose from.
import { CloseOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useWords } from '../../i18n/use-words.ts';
import type { ClusterOfEnterprises } from '../../map/layers/layer-definition.ts';
import { useView } from '../../state/view-store.ts';
import { drillToEnterprise } from './drill.ts';
import { enterpriseName } from './enterprise-name.ts';
import { type CardAnchor, useAnchored } from './map-card.tsx';

export function ClusterCard(props: {
  readonly cluster: ClusterOfEnterprises;
  readonly anchor: CardAnchor;
  readonly onClose: () => void;
}) {
  const { cluster, anchor, onClose } = props;
  const words = useWords();
  const language = useView((view) => view.language);
  const card = useAnchored(anchor);
  return (
    <section className="map-card pinned" ref={card} data-testid="cluster-card" aria-label={words.drill.card.pinned}>
      <div className="map-card-lines">
        <strong>{words.drill.enterprises(String(cluster.enterprises.length))}</strong>
      </div>
      <Button
        className="map-card-close"
        type="text"
        size="small"
        icon={<CloseOutlined />}
        aria-label={words.drill.card.close}
        onClick={onClose}
      />
      <ul className="cluster-list">
        {cluster.enterprises.map((enterprise) => (
          <li key={enterprise.id}>
            <Button type="link" size="small" onClick={() => drillToEnterprise(enterprise.id)}>
              {enterpriseName(enterprise, language)}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
