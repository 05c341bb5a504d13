// The documents that the product stands on. Number, title, issuer and date are those of the texts themselves; what a text
// does not say is null. English titles and names are our translation.

export interface PolicyDocument {
  readonly id: string;
  /** 文号 */
  readonly number: string | null;
  readonly title: { readonly zh: string; readonly en: string };
  readonly issuer: { readonly zh: string; readonly en: string } | null;
  /** ISO date under the text, or of its publication. */
  readonly date: string | null;
}

export const documents: readonly PolicyDocument[] = [
  {
    id: 'sd-guiding-opinions-2022-44',
    number: '鲁政办字〔2022〕44号',
    title: {
      zh: '关于推动“两高”行业绿色低碳高质量发展的指导意见',
      en: 'Guiding opinions on green, low-carbon, high-quality development of high-energy, high-emission industries',
    },
    issuer: {
      zh: '山东省人民政府办公厅',
      en: 'General Office of the People’s Government of Shandong Province',
    },
    date: '2022-05-11',
  },
  {
    id: 'cen-report-2022-05-18',
    number: null,
    title: {
      zh: '山东推动“两高”行业高质量发展',
      en: 'Shandong promotes high-quality development of high-energy, high-emission industries (press report)',
    },
    issuer: { zh: '中国环境报', en: 'China Environment News' },
    date: '2022-05-18',
  },
  {
    id: 'sd-inspection-system-plan',
    number: null,
    title: {
      zh: '全省“两高”行业监督检查体系建设方案',
      en: 'Plan for the province’s inspection system for high-energy, high-emission industries',
    },
    issuer: null,
    date: null,
  },
  {
    id: 'sd-capacity-exit-plan-2022-124',
    number: '鲁工信产〔2022〕124号',
    title: {
      zh: '关于印发《2022年山东省利用综合标准依法依规推动落后产能退出工作方案》的通知',
      en: 'Notice on issuing the 2022 plan of Shandong Province for the exit of outdated capacity by comprehensive standards, according to law and rule',
    },
    issuer: {
      zh: '山东省工业和信息化厅、山东省发展和改革委员会、山东省生态环境厅、山东省应急管理厅、山东省市场监督管理局、山东省能源局',
      en: 'Shandong Province: Department of Industry and Information Technology, Development and Reform Commission, Department of Ecology and Environment, Department of Emergency Management, Administration for Market Regulation, Energy Bureau',
    },
    date: '2022-06-11',
  },
  {
    id: 'gd-energy-saving-plan-14th-five-year',
    number: null,
    title: {
      zh: '广东省“十四五”节能减排实施方案',
      en: 'Guangdong Province: implementation plan for energy saving and emission reduction in the 14th five-year period',
    },
    issuer: null,
    date: null,
  },
];
