-- What the operations on locks share. All that is known of a key is packed into one string: the greatest fence that was
-- granted, the batches that are about to be granted the key, who gave it back last (see former.lua), and the grants. Times
-- are microseconds since 1970. The rules are those of io.heldby.lock.Grant. The keys of every script but read.lua begin
-- with 1 lock, 2 state, 3 former; the last argument of every script that tells news is the channel to tell them on.

-- Places in a grant. Those from EXPIRES to BEAT are the server's, the others are packed by PackedGrant. Those from ID to
-- REASON are answered, in the order that Reply reads; the others are nobody else's business.
local TOKENS, ID, USER, NAME = 1, 2, 3, 4
local EXPIRES, FENCE, ACQUIRED, RENEWED, MAX, BEAT = 5, 6, 7, 8, 9, 10
local MODE, SESSION, KIND, REASON = 11, 12, 13, 14
local LEASE, RENEWAL, EXPIRY, LOGGED, ONCE, COMING = 15, 16, 17, 18, 19, 20

local HASH = 64 -- Hashes of tokens are joined to one string.
local PAGE = 1000000 -- So many beats one page may count.

local function active(grant, now)
  return now < grant[EXPIRES]
end

local function dead_at(grant)
  return grant[EXPIRY] == 'LENIENT' and math.max(grant[MAX], grant[EXPIRES]) or grant[EXPIRES]
end

local function revivable(grant, now)
  return now < dead_at(grant)
end

local function has_token(tokens, hash)
  local from = string.find(tokens, hash, 1, true)
  return from and from % HASH == 1
end

-- A batch that has not been heard of in time is not coming any more.
local function load(packed, now)
  local state = {fence = 0, coming = {}, released = '', grants = {}, ended = {}, news = {}}
  if packed then
    local coming
    state.fence, coming, state.released, state.grants = cmsgpack.unpack(packed)
    for _, batch in ipairs(coming) do
      if active(batch, now) then
        table.insert(state.coming, batch)
      end
    end
  end
  return state
end

-- Writes what is known, and who holds the key, for as long as that is true. Of several holders the one is shown who
-- stays longest. What is over stays, to be told; and the fence, to grow.
local function keep(state, now, remember)
  local longest, holders, forget_at = nil, 0, now
  for _, grant in ipairs(state.grants) do
    forget_at = math.max(forget_at, dead_at(grant))
    if active(grant, now) then
      holders = holders + 1
      if not longest or grant[EXPIRES] > longest[EXPIRES] then
        longest = grant
      end
    end
  end
  redis.call('SET', KEYS[2], cmsgpack.pack(state.fence, state.coming, state.released, state.grants),
    'PX', string.format('%d', math.ceil((forget_at - now) / 1000) + remember))
  if longest then
    redis.call('SET', KEYS[1],
      shown(longest[ID], longest[MODE], longest[USER], longest[NAME], longest[REASON], longest[FENCE],
        longest[ACQUIRED], holders),
      'PXAT', string.format('%d', math.ceil(longest[EXPIRES] / 1000)))
  else
    redis.call('DEL', KEYS[1])
  end
  for _, former in ipairs(state.ended) do
    note_ended(former, remember)
  end
  if #state.news > 0 then
    -- Who may not publish may lock all the same.
    redis.pcall('PUBLISH', ARGV[#ARGV], table.concat(state.news, '\n'))
  end
end

-- The grant that this claim proves, whatever its time, and its place.
local function proven(grants, id, user, hash)
  for place, grant in ipairs(grants) do
    if grant[ID] == id then
      if grant[USER] == user and has_token(grant[TOKENS], hash) then
        return grant, place
      end
      return nil
    end
  end
  return nil
end

local function remove(grants, gone)
  for place, grant in ipairs(grants) do
    if grant == gone then
      table.remove(grants, place)
      return
    end
  end
end

-- A grant as an answer, in the order that Reply reads.
local function view(grant)
  return {unpack(grant, ID, REASON)}
end

-- Notes what keep is to tell: a line as LockNews reads it, its parts between tabs, which no text contains.
local function note(state, kind, grant, by, at, reason)
  table.insert(state.news, table.concat({kind, KEYS[1], grant[ID], string.format('%d', grant[FENCE]),
    string.format('%d', at), grant[USER], grant[NAME], by or '', reason or ''}, '\t'))
end

-- Notes how a grant ended.
local function tell(state, grant, cause, by, at, reason)
  table.insert(state.ended, {grant[TOKENS], grant[ID], grant[USER], cause, by, at, reason})
  note(state, cause, grant, by, at, reason)
end

-- What became of a grant that is over, for whoever held it: cause, by, at, reason; nothing for anybody else.
local function told(state, id, user, hash)
  local grant = former(state, id)
  if grant and grant[USER] == user and has_token(grant[TOKENS], hash) then
    return {grant.cause, grant.by, grant.at, grant.reason}
  end
  return {false, false, false, false}
end

local function page(beat)
  return math.floor(beat / PAGE)
end

-- seen: the beat that the page knew, nil where it does not count
local function heartbeat(grant, now, seen)
  if seen and seen < grant[BEAT] then
    return -- overtaken
  end
  grant[BEAT] = (seen and page(seen) == page(grant[BEAT]) and seen or grant[BEAT]) + 1
  grant[RENEWED] = now
  grant[LOGGED] = false
  if grant[RENEWAL] ~= 'FIXED' then
    grant[EXPIRES] = math.min(now + grant[LEASE], grant[MAX])
  end
end

