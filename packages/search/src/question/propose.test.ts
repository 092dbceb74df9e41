// What is proposed for whole questions, by schema. Each row: the question, the filters, the text that is left.
import { SAMPLE_PEOPLE, samplePrincipalName } from '@jumpseat/directory'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { proposeFilters } from './propose.ts'
import type { QuestionConnection, QuestionContext, QuestionProperty } from './types.ts'

const property = (name: string, more: Partial<QuestionProperty> = {}): QuestionProperty => ({
  name,
  type: 'string',
  isQueryable: true,
  isRefinable: false,
  ...more,
})
const labelled = (name: string, label: string, more: Partial<QuestionProperty> = {}) =>
  property(name, { labels: [label], ...more })
const date = (name: string, label: string) => labelled(name, label, { type: 'dateTime' })

const tracker: QuestionConnection = {
  id: 'tracker',
  name: 'Bug tracker',
  properties: [
    labelled('title', 'title'),
    labelled('assignedTo', 'assignedToPeople'),
    labelled('createdBy', 'createdBy'),
    property('approvedBy'),
    date('createdAt', 'createdDateTime'),
    date('updatedAt', 'lastModifiedDateTime'),
    date('closedAt', 'closedDate'),
    date('dueDate', 'dueDate'),
    labelled('state', 'state', { values: ['Open', 'In Progress', 'Closed'] }),
    labelled('priority', 'priority', { values: ['High', 'Low', 'Medium'] }),
    labelled('severity', 'severity', { values: ['Critical', 'Minor', 'High'] }),
    labelled('itemType', 'itemType', { values: ['Bug', 'Task', 'Story'] }),
    labelled('tags', 'tags', { type: 'stringCollection', values: ['backend', 'ui'] }),
    property('storyPoints', { type: 'int64' }),
    labelled('numberOfReactions', 'numberOfReactions', { type: 'int64' }),
    property('isBlocked', { type: 'boolean' }),
    property('hasAttachments', { type: 'boolean' }),
  ],
}
const ships: QuestionConnection = {
  id: 'berths',
  name: 'Berth calls',
  properties: [
    labelled('vessel', 'title'),
    property('status', { values: ['Delayed', 'Moored', 'Sailed'] }),
    property('cargo', { type: 'stringCollection', values: ['grain', 'timber', 'bulk'] }),
    property('berth', { type: 'int64' }),
    date('arrived', 'lastModifiedDateTime'),
    property('dues', { type: 'double' }),
  ],
}
const docs: QuestionConnection = {
  id: 'docs',
  name: 'People handbook',
  properties: [
    labelled('title', 'title'),
    labelled('author', 'authors', { type: 'stringCollection' }),
    labelled('ext', 'fileExtension', { values: ['pdf', 'docx'] }),
    date('modified', 'lastModifiedDateTime'),
    date('created', 'createdDateTime'),
    property('department', { values: ['Finance', 'People Team', 'Sales'] }),
    property('archived', { type: 'boolean' }),
    property('owner'),
    labelled('folder', 'containerName', { values: ['Annual Reports', 'Policies'] }),
  ],
}

const pipeline: QuestionConnection = {
  id: 'crm',
  name: 'Sales pipeline',
  properties: [
    labelled('name', 'title'),
    property('accountManager'),
    property('stage', { values: ['Prospect', 'Negotiation', 'Won', 'Lost'] }),
    property('amount', { type: 'double' }),
    property('region', { values: ['Nordics', 'Iberia', 'Benelux'] }),
    property('closeDate', { type: 'dateTime' }),
    date('createdOn', 'createdDateTime'),
    property('industry', { values: ['Shipping', 'Fishing', 'Energy'] }),
  ],
}
const wiki: QuestionConnection = {
  id: 'wiki',
  name: 'Engineering wiki',
  properties: [
    labelled('title', 'title'),
    labelled('authors', 'authors', { type: 'stringCollection' }),
    labelled('lastEditor', 'lastModifiedBy'),
    date('lastModified', 'lastModifiedDateTime'),
    labelled('space', 'containerName', { values: ['Firmware', 'Optics', 'Platform Runbooks'] }),
    labelled('tags', 'tags', { type: 'stringCollection' }),
    property('isDraft', { type: 'boolean' }),
    property('views', { type: 'int64' }),
  ],
}
const invoices: QuestionConnection = {
  id: 'inv',
  name: 'Invoices',
  properties: [
    labelled('number', 'title'),
    property('supplier', { values: ['Harbour Steel', 'Nordlicht Glass', 'Quay Rope'] }),
    property('total', { type: 'double' }),
    property('currency', { values: ['EUR', 'USD', 'NOK'] }),
    property('invoiceDate', { type: 'dateTime' }),
    date('dueDate', 'dueDate'),
    labelled('paymentStatus', 'state', { values: ['Paid', 'Unpaid', 'Overdue'] }),
    property('approvedBy'),
    property('isRecurring', { type: 'boolean' }),
  ],
}
const incidents: QuestionConnection = {
  id: 'inc',
  name: 'Incidents',
  properties: [
    labelled('summary', 'title'),
    labelled('severity', 'severity', { values: ['SEV1', 'SEV2', 'SEV3'] }),
    labelled('state', 'state', { values: ['New', 'Investigating', 'Resolved', 'Closed'] }),
    labelled('reportedBy', 'reportedBy'),
    labelled('assignee', 'assignedToPeople'),
    date('openedAt', 'createdDateTime'),
    date('resolvedAt', 'closedDate'),
    property('affectedUsers', { type: 'int64' }),
    property('service', { values: ['Beacon Cloud', 'Gateway', 'Billing'] }),
    property('customerImpact', { type: 'boolean' }),
  ],
}
const contracts: QuestionConnection = {
  id: 'con',
  name: 'Contracts',
  properties: [
    labelled('title', 'title'),
    property('counterparty'),
    property('owner'),
    property('signedDate', { type: 'dateTime' }),
    property('expiryDate', { type: 'dateTime' }),
    labelled('contractType', 'itemType', { values: ['NDA', 'Lease', 'Purchase'] }),
    property('value', { type: 'double' }),
    labelled('fileType', 'fileExtension'),
    property('confidential', { type: 'boolean' }),
    property('status', { values: ['Draft', 'Active', 'Expired'] }),
  ],
}
/** No values are known. */
const tickets: QuestionConnection = {
  id: 'bare',
  name: 'Tickets',
  properties: [
    labelled('title', 'title'),
    labelled('state', 'state'),
    labelled('priority', 'priority'),
    labelled('assignedTo', 'assignedToPeople'),
    date('createdDateTime', 'createdDateTime'),
  ],
}

const people = SAMPLE_PEOPLE.map((person) => ({
  displayName: `${person.givenName} ${person.surname}`,
  givenName: person.givenName,
  surname: person.surname,
  userPrincipalName: samplePrincipalName(person),
}))
const [maren] = people
// A Wednesday.
const NOW = Date.UTC(2026, 10, 18, 9)

const propose = (question: string, connections: readonly QuestionConnection[], more: Partial<QuestionContext> = {}) =>
  proposeFilters({
    question,
    connections,
    people,
    now: NOW,
    timeZone: 'Europe/Paris',
    ...(maren ? { me: maren } : {}),
    ...more,
  })

/** Addresses of people are left out, and moments cut to the minute. */
function told(...asked: Parameters<typeof propose>): readonly [filters: string, text: string] {
  const { filters, text } = propose(...asked)
  const short = (value: string) => value.replace(/^(\d{4}-\d\d-\d\dT\d\d:\d\d).*/, '$1')
  const line = filters.map(({ property: name, operator, values }) => {
    const shown = values.filter((value) => !value.includes('@')).map(short)
    return `${name} ${operator} ${shown.join('|')}`
  })
  return [line.join('; '), text]
}

type Name = 'tracker' | 'ships' | 'docs' | 'pipeline' | 'wiki' | 'invoices' | 'incidents' | 'contracts' | 'tickets'
type Row = readonly [question: string, filters: string, text: string]

const QUESTIONS: Readonly<Record<Name | 'all', readonly Row[]>> = {
  tracker: [
    [
      'bugs assigned to Alina opened last week',
      'itemType = Bug; assignedTo = Alina Petrescu; createdAt .. 2026-11-08T23:00|2026-11-15T22:59',
      '*',
    ],
    [
      'bugs assigned to Alina Petrescu opened last week',
      'itemType = Bug; assignedTo = Alina Petrescu; createdAt .. 2026-11-08T23:00|2026-11-15T22:59',
      '*',
    ],
    [
      'tickets assigned to kenji created since March',
      'assignedTo = Kenji Watari; createdAt >= 2026-02-28T23:00',
      'tickets',
    ],
    [
      'show me all open bugs created by Grace Mbeki in the last 7 days',
      'state = Open; itemType = Bug; createdBy = Grace Mbeki; createdAt >= 2026-11-10T23:00',
      '*',
    ],
    ['critical bugs not assigned to Kenji', 'severity = Critical; itemType = Bug; assignedTo <> Kenji Watari', '*'],
    [
      'closed tasks updated yesterday',
      'state = Closed; itemType = Task; updatedAt .. 2026-11-16T23:00|2026-11-17T22:59',
      '*',
    ],
    ['issues with more than 5 reactions', 'numberOfReactions > 5', 'issues'],
    ['stories with story points over 8', 'storyPoints > 8', 'stories'],
    [
      'high priority bugs due this week',
      'priority = High; itemType = Bug; dueDate .. 2026-11-15T23:00|2026-11-22T22:59',
      '*',
    ],
    ['tasks due before Friday', 'itemType = Task; dueDate < 2026-11-19T23:00', '*'],
    ['tasks due in December', 'itemType = Task; dueDate .. 2026-11-30T23:00|2026-12-31T22:59', '*'],
    ['bugs due by tomorrow', 'itemType = Bug; dueDate <= 2026-11-19T22:59', '*'],
    ['overdue tasks assigned to me', 'dueDate < 2026-11-17T23:00; itemType = Task; assignedTo = Maren Voss', '*'],
    ['bugs approved by Ivan Horvat', 'itemType = Bug; approvedBy = Ivan Horvat', '*'],
    ['bugs assigned to Kenji or Grace Mbeki', 'itemType = Bug; assignedTo = Kenji Watari|Grace Mbeki', '*'],
    ['bugs assigned to Kenji and Grace', 'itemType = Bug', 'assigned to Kenji and Grace'],
    ['bugs tagged backend', 'itemType = Bug; tags = backend', '*'],
    ['blocked tasks with attachments', 'isBlocked = true; itemType = Task; hasAttachments = true', '*'],
    ['tasks that are not blocked', 'itemType = Task; isBlocked = false', '*'],
    [
      'bugs opened by Kenji last month',
      'itemType = Bug; createdBy = Kenji Watari; createdAt .. 2026-09-30T22:00|2026-10-31T22:59',
      '*',
    ],
    [
      'bugs opened last month by Kenji',
      'itemType = Bug; createdAt .. 2026-09-30T22:00|2026-10-31T22:59; createdBy = Kenji Watari',
      '*',
    ],
    [
      'bugs created between 2026-01-01 and 2026-03-31',
      'itemType = Bug; createdAt .. 2025-12-31T23:00|2026-03-31T21:59',
      '*',
    ],
    ['bugs created in Q3', 'itemType = Bug; createdAt .. 2026-06-30T22:00|2026-09-30T21:59', '*'],
    ['bugs closed in Q1 2026', 'itemType = Bug; closedAt .. 2025-12-31T23:00|2026-03-31T21:59', '*'],
    ['bugs created before 1 May 2026', 'itemType = Bug; createdAt < 2026-04-30T22:00', '*'],
    ['bugs created on May 5th, 2026', 'itemType = Bug; createdAt .. 2026-05-04T22:00|2026-05-05T21:59', '*'],
    ['bugs not closed', 'itemType = Bug; state <> Closed', '*'],
    ['state is in progress', 'state = In Progress', '*'],
    ['bugs that are in progress', 'itemType = Bug; state = In Progress', '*'],
    ['high severity bugs', 'severity = High; itemType = Bug', '*'],
    ['high bugs', 'itemType = Bug', 'high'],
    ['what did Kenji say about last week', '', 'what did Kenji say about last week'],
    ['memory leak in the login page', '', 'memory leak in the login page'],
    ['bugs opened and closed last week', 'itemType = Bug', 'opened and closed last week'],
    ['created more than 30 days ago', 'createdAt < 2026-10-18T22:00', '*'],
    ['items modified today', 'updatedAt .. 2026-11-17T23:00|2026-11-18T22:59', '*'],
    ['bugs updated 2 weeks ago', 'itemType = Bug', 'updated 2 weeks ago'],
    ['assigned to Anna', '', 'assigned to Anna'],
    ['password reset for open directory', '', 'password reset for open directory'],
    ['how to open tickets', '', 'how to open tickets'],
    [
      'bugs in Bug tracker assigned to kenji.watari@lumenquay.example',
      'contentSource = tracker; assignedTo = Kenji Watari',
      '*',
    ],
    ['priority high or medium', 'priority = High|Medium', '*'],
    ['login bug', '', 'login bug'],
    ['march planning', '', 'march planning'],
    ['may report', '', 'may report'],
    ['the open office document', '', 'the open office document'],
    ['who is Kenji', '', 'who is Kenji'],
    ['report on critical infrastructure', '', 'report on critical infrastructure'],
    ['priority list', '', 'priority list'],
    ['due diligence documents', '', 'due diligence documents'],
    ['closed loop control', '', 'closed loop control'],
    ['status report', '', 'status report'],
    ['type design', '', 'type design'],
    ['state of the art bugs', '', 'state of the art bugs'],
    ['last will and testament', '', 'last will and testament'],
    ['by the way', '', 'by the way'],
    ['grace period policy', '', 'grace period policy'],
    ['mark as done', '', 'mark as done'],
    ['assigned seats', '', 'assigned seats'],
    ['assigned to the wrong team', '', 'assigned to the wrong team'],
    ['tag line', '', 'tag line'],
    ['high tide warnings', '', 'high tide warnings'],
    ['critical path analysis', '', 'critical path analysis'],
    ['in progress report', '', 'in progress report'],
    ['how are bugs created', '', 'how are bugs created'],
    ['bugs created by accident', 'itemType = Bug', 'created by accident'],
    ['bugs in production since the last release', 'itemType = Bug', 'in production since the last release'],
    ['tasks for Kenji', 'itemType = Task', 'for Kenji'],
    ["Kenji's bugs", 'itemType = Bug', "Kenji's"],
    ['my open tasks', 'state = Open; itemType = Task', 'my'],
    ["tasks created by Kenji's team", 'itemType = Task', "created by Kenji's team"],
    ["tasks assigned to Kenji's team", 'itemType = Task', "assigned to Kenji's team"],
    ['bugs without attachments', 'itemType = Bug; hasAttachments = false', '*'],
    ['low priority', 'priority = Low', '*'],
    ['medium', '', 'medium'],
    ['bugs due', 'itemType = Bug', 'due'],
    ['what is due next week', 'dueDate .. 2026-11-22T23:00|2026-11-29T22:59', '*'],
    ['deadline before 2027-01-01', 'dueDate < 2026-12-31T23:00', '*'],
    ['bugs updated since yesterday', 'itemType = Bug; updatedAt >= 2026-11-16T23:00', '*'],
    ['bugs from last week', 'itemType = Bug', 'from last week'],
    ['stories with 5 points', 'itemType = Story', 'with 5 points'],
    ['story points 5', 'storyPoints = 5', '*'],
    [
      'bugs reported by kenji on Monday',
      'itemType = Bug; createdBy = Kenji Watari; createdAt .. 2026-11-15T23:00|2026-11-16T22:59',
      '*',
    ],
    ['tickets raised by grace', 'createdBy = Grace Mbeki', 'tickets'],
    ['bugs with no assignee', 'itemType = Bug', 'with no assignee'],
    ['unassigned bugs', 'itemType = Bug', 'unassigned'],
    [
      'bugs fixed by Kenji Watari last week',
      'itemType = Bug; closedAt .. 2026-11-08T23:00|2026-11-15T22:59',
      'fixed by Kenji Watari',
    ],
    ['closed by Kenji', '', 'closed by Kenji'],
    ['tickets last updated by Ivan Horvat', '', 'tickets last updated by Ivan Horvat'],
    ['last modified before 1 June', 'updatedAt < 2026-05-31T22:00', '*'],
    ['updated in the past month', 'updatedAt >= 2026-10-17T22:00', '*'],
    ['updated over the last two weeks', 'updatedAt >= 2026-11-03T23:00', '*'],
    ['created this year but not closed', 'createdAt .. 2025-12-31T23:00|2026-12-31T22:59; state <> Closed', '*'],
    [
      'bugs that Kenji opened last week',
      'itemType = Bug; createdBy = Kenji Watari; createdAt .. 2026-11-08T23:00|2026-11-15T22:59',
      '*',
    ],
    ['bugs with priority High and severity Critical', 'itemType = Bug; priority = High; severity = Critical', '*'],
    ['critical or minor bugs', '', 'critical or minor bugs'],
    ['bugs assigned to me or Kenji', 'itemType = Bug; assignedTo = Maren Voss|Kenji Watari', '*'],
    ['task list for march', '', 'task list for march'],
    ['reactions >= 3', 'numberOfReactions >= 3', '*'],
    ['severity not minor', 'severity <> Minor', '*'],
    ['High and Low priority tasks', '', 'High and Low priority tasks'],
    [
      'login page broken in safari, opened last week, assigned to Kenji',
      'createdAt .. 2026-11-08T23:00|2026-11-15T22:59; assignedTo = Kenji Watari',
      'login page broken in safari',
    ],
    ['tagged ui or backend', 'tags = ui|backend', '*'],
    ['created after 15 Jan and before 20 Feb', 'createdAt .. 2026-01-15T23:00|2026-02-19T22:59', '*'],
    ['created in may', 'createdAt .. 2026-04-30T22:00|2026-05-31T21:59', '*'],
    ['created May 2026', 'createdAt .. 2026-04-30T22:00|2026-05-31T21:59', '*'],
    ['opened from 2026-02-01 to 2026-02-15', 'createdAt .. 2026-01-31T23:00|2026-02-15T22:59', '*'],
    ['opened on 2026-13-45', '', 'opened on 2026-13-45'],
    ['opened 3 days ago', 'createdAt .. 2026-11-14T23:00|2026-11-15T22:59', '*'],
    ['due in 2 weeks', '', 'due in 2 weeks'],
    ['due in the next 2 weeks', 'dueDate .. 2026-11-17T23:00|2026-12-02T22:59', '*'],
    ['due next month', 'dueDate .. 2026-11-30T23:00|2026-12-31T22:59', '*'],
    ['blocked', '', 'blocked'],
    ['is blocked', 'isBlocked = true', '*'],
    ['isBlocked true', 'isBlocked = true', '*'],
    ['open bugs and closed tasks', '', 'open bugs and closed tasks'],
  ],
  ships: [
    ['delayed vessels at berth 3', 'status = Delayed; berth = 3', '*'],
    ['vessels that arrived last week with grain', 'arrived .. 2026-11-08T23:00|2026-11-15T22:59', 'vessels with grain'],
    ['vessels arrived since March 2026 at berth over 5', 'arrived >= 2026-02-28T23:00; berth > 5', '*'],
    ['dues between 100 and 2,000', 'dues .. 100|2000', '*'],
    ['status delayed or moored', 'status = Delayed|Moored', '*'],
    ['calls with cargo timber', 'cargo = timber', '*'],
    ['delays last week', 'arrived .. 2026-11-08T23:00|2026-11-15T22:59', 'delays'],
    ['ships with dues at least 1.5k', 'dues >= 1500', 'ships'],
    ['berth 4 or 7', '', 'berth 4 or 7'],
    ['fog signal test last week', 'arrived .. 2026-11-08T23:00|2026-11-15T22:59', 'fog signal test'],
    ['moored', '', 'moored'],
  ],
  docs: [
    ['pdf files by Alina Petrescu', 'ext = pdf; author = Alina Petrescu', '*'],
    ['PDFs modified this year', 'ext = pdf; modified .. 2025-12-31T23:00|2026-12-31T22:59', '*'],
    [
      'Word documents created by Kenji last quarter',
      'ext = docx; created .. 2026-06-30T22:00|2026-09-30T21:59',
      'created by Kenji',
    ],
    ['documents in the Finance department', 'department = Finance', '*'],
    ['finance policies', '', 'finance policies'],
    ['archived documents', 'archived = true', '*'],
    ['documents that are not archived', 'archived = false', '*'],
    ['documents owned by Grace Mbeki', 'owner = Grace Mbeki', '*'],
    ['policies in Annual Reports', 'folder = Annual Reports', 'policies'],
    ['handbook pages in People handbook', 'contentSource = docs', 'handbook pages'],
    ['documents by ivan', '', 'documents by ivan'],
    ['spreadsheets about travel', '', 'spreadsheets about travel'],
    ['travel policy by Yuki Sato since 2025', 'author = Yuki Sato', 'travel policy since 2025'],
    ['document owner Kenji Watari', 'owner = Kenji Watari', '*'],
    ['annual reports modified in 2025', 'modified .. 2024-12-31T23:00|2025-12-31T22:59', 'annual reports'],
    ['vacation policy changes in March', '', 'vacation policy changes in March'],
  ],
  pipeline: [
    ['won deals over 50,000', 'stage = Won', 'deals over 50,000'],
    ['opportunities in stage Negotiation', 'stage = Negotiation', 'opportunities'],
    ['deals with amount above 10000 in the Nordics region', 'amount > 10000; region = Nordics', 'deals'],
    ['deals closing this month', 'closeDate .. 2026-10-31T23:00|2026-11-30T22:59', 'deals'],
    ['deals with close date before 1 January 2027', 'closeDate < 2026-12-31T23:00', 'deals'],
    ['account manager Yuki Sato', 'accountManager = Yuki Sato', '*'],
    ['deals managed by Yuki Sato', '', 'deals managed by Yuki Sato'],
    ['prospects in Iberia', '', 'prospects in Iberia'],
    ['region is Benelux', 'region = Benelux', '*'],
    ['fishing industry accounts', 'industry = Fishing', 'accounts'],
    ['energy contracts', '', 'energy contracts'],
    ['lost deals created last year', 'stage = Lost; createdOn .. 2024-12-31T23:00|2025-12-31T22:59', 'deals'],
    ['created on or after 2026-10-01', 'createdOn >= 2026-09-30T22:00', '*'],
    ['amount at most 2.5k', 'amount <= 2500', '*'],
    ['deals between 10k and 20k', '', 'deals between 10k and 20k'],
  ],
  wiki: [
    ['pages written by Kenji Watari', 'authors = Kenji Watari', 'pages'],
    ['articles last edited by Elif Demir', 'lastEditor = Elif Demir', 'articles'],
    [
      'pages edited by Elif this week',
      'lastEditor = Elif Demir; lastModified .. 2026-11-15T23:00|2026-11-22T22:59',
      'pages',
    ],
    ['draft pages', 'isDraft = true', 'pages'],
    ['pages that are not drafts', '', 'pages that are not drafts'],
    ['pages in the Firmware space', 'space = Firmware', 'pages'],
    [
      'runbooks in Platform Runbooks modified since September',
      'space = Platform Runbooks; lastModified >= 2026-08-31T22:00',
      'runbooks',
    ],
    ['pages with more than 100 views', 'views > 100', 'pages'],
    [
      'pages with over 1k views updated this year',
      'views > 1000; lastModified .. 2025-12-31T23:00|2026-12-31T22:59',
      'pages',
    ],
    ['firmware update guide', '', 'firmware update guide'],
    ['pages tagged bootloader', '', 'pages tagged bootloader'],
    ['how to write a draft', '', 'how to write a draft'],
    ['authored by Sofia Lindgren in 2025', 'authors = Sofia Lindgren', 'in 2025'],
  ],
  invoices: [
    ['unpaid invoices from Harbour Steel', 'paymentStatus = Unpaid', 'invoices from Harbour Steel'],
    ['invoices over 5000 EUR', '', 'invoices over 5000 EUR'],
    ['paid invoices due last month', 'paymentStatus = Paid; dueDate .. 2026-09-30T22:00|2026-10-31T22:59', '*'],
    ['overdue invoices', 'paymentStatus = Overdue', '*'],
    ['invoices approved by Hanna Lindqvist', 'approvedBy = Hanna Lindqvist', '*'],
    ['invoice date in September 2026', 'invoiceDate .. 2026-08-31T22:00|2026-09-30T21:59', '*'],
    ['supplier Quay Rope', 'supplier = Quay Rope', '*'],
    ['recurring invoices', 'isRecurring = true', '*'],
    ['total less than 200', 'total < 200', '*'],
    ['currency NOK', 'currency = NOK', '*'],
    ['invoices due within the next 30 days', 'dueDate .. 2026-11-17T23:00|2026-12-18T22:59', '*'],
    ['payment status unpaid', 'paymentStatus = Unpaid', '*'],
    ['invoices dated 2026-03-01', '', 'invoices dated 2026-03-01'],
  ],
  incidents: [
    ['SEV1 incidents this week', 'severity = SEV1', 'incidents this week'],
    ['open incidents', 'state <> Resolved|Closed', '*'],
    ['resolved incidents assigned to Tomasz', 'state = Resolved; assignee = Tomasz Zielinski', '*'],
    [
      'incidents reported by Grace Mbeki yesterday',
      'reportedBy = Grace Mbeki; openedAt .. 2026-11-16T23:00|2026-11-17T22:59',
      '*',
    ],
    ['incidents affecting more than 100 users', '', 'incidents affecting more than 100 users'],
    ['affected users over 500', 'affectedUsers > 500', '*'],
    ['incidents resolved in the last 24 hours', 'resolvedAt >= 2026-11-17T09:00', '*'],
    ['incidents resolved in the last 3 days', 'resolvedAt >= 2026-11-14T23:00', '*'],
    ['new incidents', 'state = New', '*'],
    ['investigating incidents', 'state = Investigating', '*'],
    ['incidents in service Gateway', 'service = Gateway', '*'],
    ['Billing service incidents opened since Monday', 'service = Billing; openedAt >= 2026-11-15T23:00', '*'],
    ['severity SEV2 or SEV3', 'severity = SEV2|SEV3', '*'],
    ['incidents with customer impact', '', 'incidents with customer impact'],
    ['gateway timeout errors', '', 'gateway timeout errors'],
    [
      'incidents closed last month by Ivan Horvat',
      'resolvedAt .. 2026-09-30T22:00|2026-10-31T22:59',
      'incidents by Ivan Horvat',
    ],
    ['who resolved the gateway incident', '', 'who resolved the gateway incident'],
  ],
  contracts: [
    ['contracts signed last year', 'signedDate .. 2024-12-31T23:00|2025-12-31T22:59', '*'],
    ['contracts expiring next month', 'expiryDate .. 2026-11-30T23:00|2026-12-31T22:59', '*'],
    ['contracts that expire before 2027', 'expiryDate < 2026-12-31T23:00', '*'],
    ['NDAs signed by Helena Costa', 'contractType = NDA', 'signed by Helena Costa'],
    ['leases owned by Helena Costa', 'contractType = Lease; owner = Helena Costa', '*'],
    ['active contracts', 'status = Active', '*'],
    ['expired contracts with value over 100000', 'status = Expired; value > 100000', '*'],
    ['confidential contracts', 'confidential = true', '*'],
    ['non-confidential contracts', 'confidential = false', '*'],
    ['draft purchase contracts', 'status = Draft', 'purchase contracts'],
    ['pdf contracts', '', 'pdf contracts'],
    ['contracts in PDF', '', 'contracts in PDF'],
    ['expiry date after 30 June 2027', 'expiryDate > 2027-06-30T21:59', '*'],
    ['contract value at least 1m', 'value >= 1000000', '*'],
    ['termination clause', '', 'termination clause'],
    ['NDA template', '', 'NDA template'],
  ],
  tickets: [
    ['open tickets assigned to Kenji', 'state = open; assignedTo = Kenji Watari', '*'],
    ['closed tickets', 'state = closed', '*'],
    ['high priority tickets', '', 'high priority tickets'],
    ['priority 1', '', 'priority 1'],
    ['state open', '', 'state open'],
    ['in progress tickets', '', 'in progress tickets'],
    ['tickets created by Kenji', '', 'tickets created by Kenji'],
    ['my tickets', '', 'my tickets'],
    ['urgent tickets created today', 'createdDateTime .. 2026-11-17T23:00|2026-11-18T22:59', 'urgent tickets'],
    [
      'tickets opened today assigned to me',
      'createdDateTime .. 2026-11-17T23:00|2026-11-18T22:59; assignedTo = Maren Voss',
      '*',
    ],
  ],
  all: [
    [
      'bugs assigned to Kenji opened last week',
      'itemType = Bug; assignedTo = Kenji Watari; createdAt .. 2026-11-08T23:00|2026-11-15T22:59',
      '*',
    ],
    ['vessels created by Kenji', 'createdBy = Kenji Watari', 'vessels'],
    ['updated last week', 'label_lastModifiedDateTime .. 2026-11-08T23:00|2026-11-15T22:59', '*'],
    ['pdf files in People handbook', 'ext = pdf; contentSource = docs', '*'],
    ['status delayed', 'status = Delayed', '*'],
    ['high priority', 'priority = High', '*'],
  ],
}

const CONNECTIONS: Readonly<Record<Name | 'all', readonly QuestionConnection[]>> = {
  tracker: [tracker],
  ships: [ships],
  docs: [docs],
  pipeline: [pipeline],
  wiki: [wiki],
  invoices: [invoices],
  incidents: [incidents],
  contracts: [contracts],
  tickets: [tickets],
  all: [tracker, ships, docs],
}

describe.each(Object.keys(CONNECTIONS) as (Name | 'all')[])('questions to %s', (name) => {
  it.each(QUESTIONS[name])('%s → %s', (question, filters, text) => {
    expect(told(question, CONNECTIONS[name])).toEqual([filters, text])
  })
})

describe('a proposal', () => {
  const all = Object.values(QUESTIONS).flat()

  it('names its words, which do not overlap; without them, and with them, nothing of the question is lost', () => {
    for (const [question] of all) {
      const { filters } = propose(question, CONNECTIONS.all)
      let at = 0
      for (const { words } of filters) {
        expect([question, words[0] >= at, words[1] > words[0], words[1] <= question.length]).toEqual([
          question,
          true,
          true,
          true,
        ])
        at = words[1]
      }
    }
  })

  it('takes any text, and never proposes more for what is written as KQL', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(fc.constantFrom(...all.join(' ').split(/\s+/))).map((words) => words.join(' ')),
        ),
        (question) => {
          const { filters, text } = propose(question, CONNECTIONS.all)
          expect(text).not.toBe('')
          const names = new Set(CONNECTIONS.all.flatMap(({ properties }) => properties.map((one) => one.name)))
          for (const { property: held } of filters)
            expect(names.has(held) || held === 'contentSource' || held.startsWith('label_')).toBe(true)
        },
      ),
    )
    for (const odd of ['__proto__', 'constructor', 'toString by me', 'is __proto__', 'created __proto__'])
      expect(propose(odd, CONNECTIONS.all).filters).toEqual([])
    for (const kql of [
      'state:open bugs',
      '"bugs assigned to Kenji"',
      'open AND bugs',
      'bug* assigned to me',
      'priority=high',
      '(open bugs)',
      '-open bugs',
    ])
      expect(propose(kql, [tracker])).toEqual({ filters: [], text: kql })
  })

  it('never filters by what can be neither queried nor refined', () => {
    const closed = [{ ...tracker, properties: tracker.properties.map((one) => ({ ...one, isQueryable: false })) }]
    for (const [question] of QUESTIONS.tracker.filter(([, filters]) => !filters.includes('contentSource')))
      expect(propose(question, closed).filters).toEqual([])
  })

  it('does not choose between two people of one name', () => {
    const twins = [
      ...people,
      { ...people[13], displayName: 'Kenji Watari', userPrincipalName: 'kenji.watari2@lumenquay.example' },
    ]
    expect(told('assigned to Kenji Watari', [tracker], { people: twins })).toEqual(['', 'assigned to Kenji Watari'])
    expect(told('assigned to Kenji', [tracker], { people: twins })[0]).toBe('')
    expect(told('assigned to kenji.watari2@lumenquay.example', [tracker], { people: twins })[0]).toBe(
      'assignedTo = Kenji Watari',
    )
  })

  it('days begin where the person is', () => {
    const at = (timeZone: string) =>
      propose('created today', [tracker], { timeZone, now: Date.UTC(2026, 10, 18, 23, 30) }).filters[0]?.values
    expect(at('Europe/Paris')).toEqual(['2026-11-18T23:00:00.000Z', '2026-11-19T22:59:59.999Z'])
    expect(at('America/New_York')).toEqual(['2026-11-18T05:00:00.000Z', '2026-11-19T04:59:59.999Z'])
    expect(at('Asia/Kolkata')).toEqual(['2026-11-18T18:30:00.000Z', '2026-11-19T18:29:59.999Z'])
    expect(at('Nowhere/Land')).toEqual(['2026-11-18T00:00:00.000Z', '2026-11-18T23:59:59.999Z'])
  })

  it('spells people as items do, where that is known', () => {
    const properties = [labelled('assignee', 'assignedToPeople', { values: ['Watari, Kenji', 'Voss, Maren'] })]
    const [filter] = propose('assigned to Kenji', [{ id: 'x', name: 'X', properties }]).filters
    expect(filter?.values).toEqual(['Kenji Watari', 'kenji.watari@lumenquay.example', 'Watari, Kenji'])
  })
})
