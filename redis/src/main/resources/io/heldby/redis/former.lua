-- How former grants ended stands in two places, which are read only when a holder comes back. What somebody gave back
-- stands next to the grants, because release.lua writes there anyway, and only the last few of them, because who did it
-- hardly asks. Every other end has a list of its own, and so has a release that release_shared.lua had to do. The places of
-- tokens, id and user are those in a grant.

local LIST_KEPT = 20 -- When there are twice as many, the oldest are forgotten.
local RELEASED_KEPT = 300 -- Bytes, of some 130 each; beyond it the oldest is forgotten. Every operation copies them.

-- Adds a grant that was given back: tokens, id, user, name, at.
local function with_released(released, packed)
  if #released > RELEASED_KEPT then
    local rest = cmsgpack.unpack_limit(released, 1)
    released = rest > 0 and string.sub(released, rest + 1) or ''
  end
  return released .. packed
end

-- Adds to the list: tokens, id, user, cause, by, at, reason.
local function note_ended(grant, remember)
  if redis.call('RPUSH', KEYS[3], cmsgpack.pack(grant)) > 2 * LIST_KEPT then
    redis.call('LTRIM', KEYS[3], -LIST_KEPT, -1)
  end
  redis.call('PEXPIRE', KEYS[3], remember)
end

-- A former grant with its tokens, id and user, and how it ended.
local function former(state, id)
  for _, grant in ipairs({cmsgpack.unpack(state.released)}) do
    if grant[2] == id then
      grant.cause, grant.by, grant.at, grant.reason = 'RELEASED', grant[4], grant[5], false
      return grant
    end
  end
  for _, packed in ipairs(redis.call('LRANGE', KEYS[3], 0, -1)) do
    local grant = cmsgpack.unpack(packed)
    if grant[2] == id then
      grant.cause, grant.by, grant.at, grant.reason = grant[4], grant[5], grant[6], grant[7]
      return grant
    end
  end
  return nil
end

