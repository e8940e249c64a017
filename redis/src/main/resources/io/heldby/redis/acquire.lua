-- Grants a key, or says who has it; a refusal writes nothing.
--
-- A batch comes in two steps: 'prepare' writes only that it is coming, which keeps others out for seconds and ends
-- nobody; 'confirm' grants. So nothing has happened yet when another key of the batch is refused.
--
-- KEYS  1 lock, 2 grants, 3 fence, 4 ended; where all keys are in one place also 5 lock id, 6 owner, 7 due
-- ARGV  1 lock id, 2 token hash, 3 user, 4 session, 5 name, 6 kind of actor, 7 mode, 8 reason, 9 once id (each '' for
--       none, else with a colon in front), 10 lease, 11 renewal, 12 expiry, 13 first lease, 14 maximum hold (all µs),
--       15 continue here, 16 remember (ms), 17 step: 'now', 'prepare' or 'confirm', 18 how long a batch may be coming (µs)
-- answers  'granted', now, grant  |  'reentered', now, grant  |  'prepared', now  |  'held', …, see held

local OWNER_KEPT = 31 * 86400000 -- Longer than the longest hold.

local now = clock()
local remember = tonumber(ARGV[16])
local keep_for = math.ceil(ARGV[14] / 1000) + remember
local state = load(KEYS[2], now)

local function optional(text)
  return text ~= '' and string.sub(text, 2)
end

local id, hash, user, session, name, mode = ARGV[1], ARGV[2], ARGV[3], ARGV[4], ARGV[5], ARGV[7]
local once, continue_here = optional(ARGV[9]), ARGV[15] == '1'
local first_end = now + ARGV[13]

local function new_grant()
  local max = now + ARGV[14]
  return {
    id = id, mode = mode, user = user, session = session, name = name, kind = ARGV[6], reason = optional(ARGV[8]),
    tokens = {hash}, acquired = now, renewed = now, expires = math.min(first_end, max), max = max, beat = 1,
    lease = tonumber(ARGV[10]), renewal = ARGV[11], expiry = ARGV[12], logged = false, once = once
  }
end

local function reenter(grant)
  grant.beat = grant.beat + 1
  grant.renewed = now
  grant.logged = false
  table.insert(grant.tokens, hash)
  if #grant.tokens > MAX_TOKENS then
    table.remove(grant.tokens, 1)
  end
  if grant.renewal ~= 'FIXED' then
    grant.expires = math.max(grant.expires, math.min(first_end, grant.max))
  end
end

-- A fixed lease does not come back by asking again; nobody is handed a lease that is over already.
local function comes_back(grant)
  return active(grant, now) or (grant.renewal ~= 'FIXED' and now < math.min(first_end, grant.max))
end

local function asked()
  local in_the_way, endings, all_mine = {}, {}, true
  local function look_at(grant, is_coming)
    local excluded = excludes(mode, grant.mode)
    local mine = grant.user == user and not grant.once and not is_coming
    local continued = mine and continue_here
    if active(grant, now) and excluded and not continued then
      table.insert(in_the_way, grant)
      all_mine = all_mine and mine
    end
    local own_and_over = grant.user == user and grant.session == session
    if not is_coming and (excluded or continued or own_and_over or not revivable(grant, now)) then
      table.insert(endings, ending(grant, user, name, now))
    end
  end
  for _, grant in ipairs(state.grants) do
    look_at(grant, false)
  end
  for _, batch in ipairs(state.coming) do
    look_at(batch, true)
  end
  return {in_the_way = in_the_way, all_mine = all_mine, endings = endings}
end

local function decide()
  for _, own in ipairs(state.grants) do
    if own.user == user and own.session == session and revivable(own, now) then
      if own.once ~= once then
        if active(own, now) then
          return {in_the_way = {own}, all_mine = false}
        end
        return asked()
      end
      if comes_back(own) then
        if not active(own, now) and #state.coming > 0 then
          return {in_the_way = state.coming, all_mine = false}
        end
        if mode == 'EXCLUSIVE' and own.mode == 'SHARED' then
          return upgrade(own, state, now)
        end
        return {in_the_way = {}, endings = {}, reentered = own}
      end
    end
  end
  return asked()
end

if ARGV[17] == 'confirm' then
  for place, batch in ipairs(state.coming) do
    if batch.id == id then
      table.remove(state.coming, place)
      break
    end
  end
end

local decision = decide()
if #decision.in_the_way > 0 then
  return held(decision, now)
end

if ARGV[17] == 'prepare' then
  local coming = new_grant()
  coming.coming = true
  coming.fence = string.format('%.0f', now)
  coming.expires = now + ARGV[18]
  coming.max = coming.expires
  table.insert(state.coming, coming)
  keep(KEYS[1], KEYS[2], state, now, remember)
  return {'prepared', now}
end

local grant = decision.upgraded or decision.reentered
local again = grant ~= nil
if not decision.reentered then
  local fence = next_fence(KEYS[3], now, keep_for)
  for _, over in ipairs(decision.endings) do
    tell(KEYS[4], over.grant, over.cause, over.by, over.at, false, remember)
    remove(state.grants, over.grant)
  end
  if again then
    grant.mode = 'EXCLUSIVE'
  else
    grant = new_grant()
    table.insert(state.grants, grant)
  end
  grant.fence = fence
end
if again then
  reenter(grant)
end
keep(KEYS[1], KEYS[2], state, now, remember)
if KEYS[5] and not again then
  local entry = id .. ' ' .. KEYS[1]
  redis.call('SET', KEYS[5], KEYS[1], 'PX', keep_for)
  redis.call('SADD', KEYS[6], entry)
  redis.call('PEXPIRE', KEYS[6], OWNER_KEPT)
  redis.call('ZADD', KEYS[7], grant.expires, entry)
end
return {again and 'reentered' or 'granted', now, view(grant)}
