/** Where the demo's customers live, and what people and companies are called there. Weights are shares of all customers. */
export interface Region {
  readonly country: string;
  readonly weight: number;
  readonly timeZone: string;
  readonly currency: string;
  readonly cities: readonly [string, ...string[]];
  readonly given: readonly [string, ...string[]];
  readonly family: readonly [string, ...string[]];
  /** Names are written family name first. */
  readonly isFamilyFirst?: boolean;
  readonly companySuffix: readonly [string, ...string[]];
}

export const regions: readonly [Region, ...Region[]] = [
  {
    country: 'DE',
    weight: 22,
    timeZone: 'Europe/Berlin',
    currency: 'EUR',
    cities: ['Berlin', 'München', 'Köln', 'Düsseldorf', 'Gießen'],
    given: ['Jürgen', 'Käthe', 'Björn', 'Anneliese', 'Maximilian', 'Sophie', 'Günther', 'Heike'],
    family: ['Müller', 'Schröder', 'Weiß', 'Krüger', 'Groß', 'Lehmann', 'Jäger', 'Vogt'],
    companySuffix: ['GmbH', 'AG', 'GmbH & Co. KG'],
  },
  {
    country: 'GB',
    weight: 18,
    timeZone: 'Europe/London',
    currency: 'GBP',
    cities: ['London', 'Leeds', 'Glasgow', 'Cardiff', 'Bristol'],
    given: ['Oliver', 'Amelia', 'Harry', 'Isla', 'George', 'Priya', 'Siân', 'Kwame'],
    family: ["O'Brien", 'Smith', 'Patel', 'MacDonald', 'Evans', 'Taylor', 'Okafor', 'Wright'],
    companySuffix: ['Ltd', 'plc', 'LLP'],
  },
  {
    country: 'FR',
    weight: 12,
    timeZone: 'Europe/Paris',
    currency: 'EUR',
    cities: ['Paris', 'Lyon', 'Besançon', 'Nîmes', 'Saint-Étienne'],
    given: ['Élodie', 'François', 'Chloé', 'Benoît', 'Maëlys', 'Théo', 'Zoë', 'Hélène'],
    family: ['Lefèvre', 'Dupont', 'Garçon', 'Hébert', 'Côté', 'Moreau', 'Faÿ', 'Bernard'],
    companySuffix: ['SARL', 'SA', 'SAS'],
  },
  {
    country: 'US',
    weight: 12,
    timeZone: 'America/New_York',
    currency: 'USD',
    cities: ['New York', 'Austin', 'Portland', 'Boise', 'Chicago'],
    given: ['Emma', 'Liam', 'Ava', 'Noah', 'Mia', 'Ethan', 'Zoe', 'José'],
    family: ['Johnson', 'Garcia', 'Nguyen', 'Lee', 'Williams', 'Muñoz', 'Brown', 'Davis'],
    companySuffix: ['Inc.', 'LLC', 'Corp.'],
  },
  {
    country: 'GR',
    weight: 6,
    timeZone: 'Europe/Athens',
    currency: 'EUR',
    cities: ['Αθήνα', 'Θεσσαλονίκη', 'Πάτρα'],
    given: ['Γιώργος', 'Ελένη', 'Νίκος', 'Δήμητρα', 'Κώστας', 'Άννα'],
    family: ['Παπαδόπουλος', 'Γεωργίου', 'Νικολάου', 'Αντωνίου', 'Οικονόμου'],
    companySuffix: ['Α.Ε.', 'Ε.Π.Ε.'],
  },
  {
    country: 'PL',
    weight: 8,
    timeZone: 'Europe/Warsaw',
    currency: 'PLN',
    cities: ['Warszawa', 'Łódź', 'Kraków', 'Gdańsk'],
    given: ['Łukasz', 'Małgorzata', 'Paweł', 'Zofia', 'Krzysztof', 'Żaneta'],
    family: ['Wiśniewski', 'Dąbrowski', 'Zając', 'Król', 'Wójcik', 'Żak'],
    companySuffix: ['sp. z o.o.', 'S.A.'],
  },
  {
    country: 'UA',
    weight: 5,
    timeZone: 'Europe/Kyiv',
    currency: 'EUR',
    cities: ['Київ', 'Львів', 'Одеса'],
    given: ['Олена', 'Андрій', 'Ірина', 'Тарас', 'Юлія', 'Богдан'],
    family: ['Шевченко', 'Коваленко', 'Бойко', 'Ткаченко', 'Кравчук'],
    companySuffix: ['ТОВ', 'ПрАТ'],
  },
  {
    country: 'JP',
    weight: 6,
    timeZone: 'Asia/Tokyo',
    currency: 'JPY',
    cities: ['東京', '大阪', '札幌', '福岡'],
    given: ['太郎', '花子', '翔', 'さくら', '健一', '美咲'],
    family: ['佐藤', '鈴木', '高橋', '田中', '渡辺', '𠮷田'],
    isFamilyFirst: true,
    companySuffix: ['株式会社', '合同会社'],
  },
  {
    country: 'KR',
    weight: 3,
    timeZone: 'Asia/Seoul',
    currency: 'USD',
    cities: ['서울', '부산', '인천'],
    given: ['민준', '서연', '도윤', '지우'],
    family: ['김', '이', '박', '최', '정'],
    isFamilyFirst: true,
    companySuffix: ['주식회사'],
  },
  {
    country: 'IN',
    weight: 4,
    timeZone: 'Asia/Kolkata',
    currency: 'USD',
    cities: ['मुंबई', 'दिल्ली', 'Bengaluru'],
    given: ['आरव', 'अनन्या', 'Rohan', 'Lakshmi', 'विवान'],
    family: ['शर्मा', 'Iyer', 'पटेल', 'Singh', 'गुप्ता'],
    companySuffix: ['Pvt. Ltd.'],
  },
  {
    country: 'AE',
    weight: 4,
    timeZone: 'Asia/Dubai',
    currency: 'USD',
    cities: ['دبي', 'أبوظبي'],
    given: ['محمد', 'فاطمة', 'عمر', 'ليلى', 'يوسف'],
    family: ['الهاشمي', 'المنصوري', 'حداد', 'النجار'],
    companySuffix: ['ش.م.م'],
  },
];

const totalWeight = regions.reduce((sum, region) => sum + region.weight, 0);

/** The region at `share` (0 to 1) of all customers. */
export function regionAt(share: number): Region {
  let rest = share * totalWeight;
  for (const region of regions) {
    rest -= region.weight;
    if (rest < 0) return region;
  }
  return regions[0];
}
