// Words of the tools on the map: lasso, measuring, coordinates.

const zh = {
  bar: '地图工具',
  select: '选择',
  upright: '正北、俯视',
  lasso: '圈选（Q）',
  distance: '测距（M）',
  area: '测面积（Shift+M）',
  hint: {
    lasso: '按住左键圈出范围；Esc 取消',
    distance: '单击添加点，双击或回车结束；退格删除上一点，Esc 取消',
    area: '单击添加顶点，双击或回车结束；退格删除上一点，Esc 取消',
  },
  result: { distance: '距离', area: '面积', perimeter: '周长' },
  ellipsoid: '按 CGCS2000 椭球面测地线计算',
  copy: '复制',
  copied: '已复制',
  clear: '清除',
  datum: '坐标系',
  datums: {
    cgcs2000: 'CGCS2000 经纬度',
    'cgcs2000-gk3': 'CGCS2000 3° 带高斯坐标',
    gcj02: 'GCJ-02 经纬度',
    bd09: 'BD-09 经纬度',
  },
  noPosition: '移到地图上看坐标',
  copyPosition: '复制坐标（单击地图后取该点）',
  zoomLevel: (zoom: string) => `级别 ${zoom}`,
  canvas: (actual: string, wanted: string) =>
    `显卡只能画 ${actual} 像素，屏幕需要 ${wanted}：地图会略模糊。请改用两个窗口分屏，或降低系统缩放。`,
  contextLost: '显卡重置，正在恢复地图…',
};

const en: typeof zh = {
  bar: 'Map tools',
  select: 'Select',
  upright: 'North up, seen from above',
  lasso: 'Lasso (Q)',
  distance: 'Measure distance (M)',
  area: 'Measure area (Shift+M)',
  hint: {
    lasso: 'Hold the left button and draw round an area; Esc cancels',
    distance: 'Click to add points, double-click or Enter to end; Backspace removes the last, Esc cancels',
    area: 'Click to add corners, double-click or Enter to end; Backspace removes the last, Esc cancels',
  },
  result: { distance: 'Distance', area: 'Area', perimeter: 'Perimeter' },
  ellipsoid: 'Geodesic on the CGCS2000 ellipsoid',
  copy: 'Copy',
  copied: 'Copied',
  clear: 'Clear',
  datum: 'Coordinates',
  datums: {
    cgcs2000: 'CGCS2000 degrees',
    'cgcs2000-gk3': 'CGCS2000 3° Gauss-Krüger',
    gcj02: 'GCJ-02 degrees',
    bd09: 'BD-09 degrees',
  },
  noPosition: 'Point at the map for coordinates',
  copyPosition: 'Copy coordinates (of the last point clicked)',
  zoomLevel: (zoom) => `zoom ${zoom}`,
  canvas: (actual, wanted) =>
    `The graphics card draws ${actual} pixels, the screen wants ${wanted}: the map is slightly blurred. Use two windows side by side, or a smaller system scale.`,
  contextLost: 'The graphics card was reset; the map is coming back…',
};

export const toolWords = { zh, en };
