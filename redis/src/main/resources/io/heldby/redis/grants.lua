-- What all operations on locks share; it stands in front of each. What is known of a key is packed into one string:
-- its grants, and the batches that are about to be granted it. Times are microseconds since 1970. The rules are those
-- of io.heldby.lock.Grant.

local REMEMBERED = 64 -- Former grants of one key; beyond that, the older half is forgotten.

local function clock()
  local time = redis.call('TIME')
  return time[1] * 1000000 + time[2]
end

local function active(grant, now)
  return now < grant.expires
end

local function dead_at(grant)
  return grant.expiry == 'LENIENT' and math.max(grant.max, grant.expires) or grant.expires
end

local function revivable(grant, now)
  return now < dead_at(grant)
end

local function has_token(holder, hash)
  for _, token in ipairs(holder.tokens) do
    if token == hash then
      return true
    end
  end
  return false
end

-- What is known of a key; a batch that has not been heard of in time is not coming any more.
local function load(key, now)
  local packed = redis.call('GET', key)
  if not packed then
    return {grants = {}, coming = {}}
  end
  local state = cmsgpack.unpack(packed)
  for place = #state.coming, 1, -1 do
    if not active(state.coming[place], now) then
      table.remove(state.coming, place)
    end
  end
  return state
end

-- The grant that this claim proves, whatever its time, and its place in the list.
local function proven(grants, id, user, hash)
  for place, grant in ipairs(grants) do
    if grant.id == id then
      if grant.user == user and has_token(grant, hash) then
        return grant, place
      end
      return nil
    end
  end
  return nil
end

-- As an answer, in the order that GrantReply reads.
local function view(grant)
  return {
    grant.id, grant.mode, grant.user, grant.session, grant.name, grant.kind, grant.reason, grant.fence,
    grant.acquired, grant.renewed, grant.expires, grant.max, grant.beat
  }
end

local function iso8601(micros)
  local days = math.floor(micros / 86400000000)
  local millis = math.floor((micros - days * 86400000000) / 1000)
  -- Howard Hinnant's civil_from_days: years begin in March, so that a leap day is the last of its year.
  local since = days + 719468
  local era = math.floor(since / 146097)
  local of_era = since - era * 146097
  local year = math.floor(
    (of_era - math.floor(of_era / 1460) + math.floor(of_era / 36524) - math.floor(of_era / 146096)) / 365)
  local of_year = of_era - (365 * year + math.floor(year / 4) - math.floor(year / 100))
  local month = math.floor((5 * of_year + 2) / 153)
  local day = of_year - math.floor((153 * month + 2) / 5) + 1
  month = month < 10 and month + 3 or month - 9
  year = year + era * 400 + (month <= 2 and 1 or 0)
  return string.format('%04d-%02d-%02dT%02d:%02d:%02d.%03dZ', year, month, day,
    math.floor(millis / 3600000), math.floor(millis / 60000) % 60, math.floor(millis / 1000) % 60, millis % 1000)
end

-- What everybody may read about a lock: the holder, or of several the one who holds it longest.
local function shown(grant, holders)
  return '{"ownerId":' .. cjson.encode(grant.user)
    .. ',"ownerName":' .. cjson.encode(grant.name)
    .. ',"acquiredAt":"' .. iso8601(grant.acquired)
    .. '","lockId":"' .. grant.id
    .. '","mode":"' .. grant.mode
    .. '","fence":"' .. grant.fence
    .. '","holders":' .. holders
    .. (grant.reason and ',"reason":' .. cjson.encode(grant.reason) or '') .. '}'
end

-- Writes what is known of a key, and who holds it, for as long as that is true. What is over stays, to be told.
local function keep(lock_key, grants_key, state, now, remember)
  if #state.grants == 0 and #state.coming == 0 then
    redis.call('DEL', lock_key, grants_key)
    return
  end
  local longest, holders, forget_at = nil, 0, 0
  for _, grant in ipairs(state.grants) do
    forget_at = math.max(forget_at, math.ceil(dead_at(grant) / 1000) + remember)
    if active(grant, now) then
      holders = holders + 1
      if not longest or grant.expires > longest.expires then
        longest = grant
      end
    end
  end
  for _, batch in ipairs(state.coming) do
    forget_at = math.max(forget_at, math.ceil(batch.expires / 1000))
  end
  redis.call('SET', grants_key, cmsgpack.pack(state), 'PXAT', forget_at)
  if longest then
    redis.call('SET', lock_key, shown(longest, holders), 'PXAT', math.ceil(longest.expires / 1000))
  else
    redis.call('DEL', lock_key)
  end
end

-- Makes room for former grants.
local function forget_older_half(key)
  local former = redis.call('HGETALL', key)
  local ends = {}
  for i = 1, #former, 2 do
    ends[#ends + 1] = {id = former[i], at = cmsgpack.unpack(former[i + 1]).at}
  end
  table.sort(ends, function(a, b) return a.at < b.at end)
  for i = 1, math.floor(#ends / 2) do
    redis.call('HDEL', key, ends[i].id)
  end
end

-- Writes down how a grant ended; its holders are told as long as that is kept.
local function tell(key, grant, cause, by, at, reason, remember)
  redis.call('HSET', key, grant.id, cmsgpack.pack(
    {user = grant.user, tokens = grant.tokens, cause = cause, by = by, at = at, reason = reason}))
  if redis.call('PTTL', key) < remember then
    redis.call('PEXPIRE', key, remember)
  end
  if redis.call('HLEN', key) > REMEMBERED then
    forget_older_half(key)
  end
end

-- What became of a grant that is over, for whoever held it: cause, by, at, reason; nothing for anybody else.
local function told(key, id, user, hash)
  local former = redis.call('HGET', key, id)
  former = former and cmsgpack.unpack(former)
  if former and former.user == user and has_token(former, hash) then
    return {former.cause, former.by, former.at, former.reason}
  end
  return {false, false, false, false}
end

local function heartbeat(grant, now)
  grant.beat = grant.beat + 1
  grant.renewed = now
  grant.logged = false
  if grant.renewal ~= 'FIXED' then
    grant.expires = math.min(now + grant.lease, grant.max)
  end
end
