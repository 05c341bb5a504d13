// Tabs with something of its own at the end of their row, outside the list of tabs as those who listen to it know it.
import { Tabs, type TabsProps } from 'antd';
import type { ReactNode } from 'react';
import './ui.css';

export function TabsWithExtra({ extra, ...props }: TabsProps & { readonly extra: ReactNode }) {
  return (
    <Tabs
      size="small"
      destroyOnHidden
      {...props}
      renderTabBar={(bar, TabBar) => (
        <div className="tab-row">
          <TabBar {...bar} />
          {extra}
        </div>
      )}
    />
  );
}
