// Source data that samples would fetch from the internet, or that some mirrors leave out for its size. Our own, in the
// shape that the sample reads.

const GALLERY_SUBJECTS = ['Lantern status web part', 'Berth planner', 'Harbour bot', 'Buoy dashboard', 'Tide widget']

/** What the gallery's search answers, as the sample caches it. */
export const galleryCache = GALLERY_SUBJECTS.flatMap((subject, index) =>
  ['react', 'teams'].map((kind) => ({
    sampleId: `harbour-${kind}-${index + 1}`,
    title: `${subject} (${kind})`,
    shortDescription: `Shows how a ${kind} solution presents the ${subject.toLowerCase()}.`,
    creationDateTime: `2027-01-${String(index + 1).padStart(2, '0')}T08:00:00.000Z`,
    updateDateTime: `2027-02-${String(index + 1).padStart(2, '0')}T08:00:00.000Z`,
    thumbnails: index === 0 ? [] : [{ url: `https://harbour.example/${kind}/${index}.png` }],
    authors: [{ displayName: 'Mei Tanaka', pictureUrl: 'https://harbour.example/people/mei.png' }],
    products: ['SharePoint', kind === 'teams' ? 'Teams' : 'Viva'],
    metadata: [{ key: 'CLIENT-SIDE-DEV', value: kind }],
  })),
)

/** Products as the food sample seeds its table. */
export const foodProducts = {
  products: Array.from({ length: 12 }, (_, index) => ({
    _id: `40000000000${String(index + 1).padStart(2, '0')}`,
    categories_hierarchy: ['en:snacks', `en:biscuits-${index % 3}`],
    ecoscore_grade: 'b',
    image_url: `https://harbour.example/food/${index}.jpg`,
    ingredients_text_en: 'Oats, butter, sugar, sea salt',
    last_modified_t: 1_790_000_000 + index,
    nutriscore_grade: index % 2 === 0 ? 'c' : 'd',
    product_name: `Harbour biscuit ${index + 1}`,
    traces_tags: ['en:milk', 'en:nuts'],
    url: `https://world.openfoodfacts.net/product/40000000000${String(index + 1).padStart(2, '0')}/harbour-biscuit`,
  })),
}

const repository = { full_name: 'lumenquay/lantern', owner: { avatar_url: 'https://harbour.example/avatar.png' } }
const user = { login: 'alina-petrescu' }
const times = { created_at: '2027-02-01T09:00:00Z', updated_at: '2027-02-02T09:00:00Z' }
const page = 'https://github.example/lumenquay/lantern'

/** Webhook calls of a source forge: one event of each kind that the sample handles. */
export const forgeEvents = [
  { event: 'ping', body: { hook_id: 7, zen: 'Calm water' } },
  {
    event: 'issues',
    body: {
      action: 'opened',
      issue: {
        id: 9001,
        number: 12,
        title: 'Lamp flickers',
        body: 'At low tide',
        state: 'open',
        html_url: `${page}/issues/12`,
        user,
        ...times,
      },
      repository,
    },
  },
  {
    event: 'pull_request',
    body: {
      action: 'opened',
      pull_request: {
        id: 9002,
        number: 13,
        title: 'Steady the lamp',
        body: 'Waits for the capacitor',
        state: 'open',
        html_url: `${page}/pull/13`,
        user,
        labels: [{ name: 'firmware' }],
        ...times,
      },
      repository,
    },
  },
  {
    event: 'push',
    body: {
      head_commit: { id: 'c0ffee42', message: 'Steady the lamp', url: `${page}/c`, timestamp: times.updated_at },
      pusher: { name: user.login },
      commits: [{ modified: ['src/lamp.c'] }],
      repository,
    },
  },
] as const

const CHANGES = ['Berth search', 'Tide alerts', 'Buoy groups', 'Lamp schedules', 'Pilot rota']
/** Ids of the change log's entries; the feed appends a version of four characters to each. */
export const changeIds = CHANGES.map((_, index) => `5d1f3a2e-0000-4000-8000-00000000000${index}`)

/** A change log as a feed of the shape that the notebook reads. */
export const changeFeed = `<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0"><channel><title>Changes</title><link>https://harbour.example/changes</link><description>What is new</description>
${CHANGES.map(
  (title, index) => `<item><guid isPermaLink="false">${changeIds[index]}${index % 2 === 0 ? 'beta' : 'v1.0'}</guid>
<title>${title}</title><description>&lt;p&gt;Added ${title.toLowerCase()} to the &lt;b&gt;harbour&lt;/b&gt; interface.&lt;/p&gt;</description>
<pubDate>Mon, 0${index + 1} Feb 2027 09:00:00 Z</pubDate></item>`,
).join('\n')}
</channel></rss>
`
