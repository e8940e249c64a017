-- What everybody may read about a lock, under its plain key. ShownGrant writes the same.

local DAY = 86400000000

local function time_of_day(of_day)
  local millis = math.floor(of_day / 1000)
  local seconds = math.floor(millis / 1000)
  local minutes = math.floor(seconds / 60)
  return string.format('%02d:%02d:%02d.%03dZ', math.floor(minutes / 60), minutes % 60, seconds % 60, millis % 1000)
end

local function iso8601(micros)
  local of_day = micros % DAY
  -- Howard Hinnant's civil_from_days: years begin in March, so that a leap day is the last of its year.
  local since = (micros - of_day) / DAY + 719468
  local of_era = since % 146097
  local era = (since - of_era) / 146097
  local year = math.floor((of_era - math.floor(of_era / 1460) + math.floor(of_era / 36524)
    - math.floor(of_era / 146096)) / 365)
  local of_year = of_era - (365 * year + math.floor(year / 4) - math.floor(year / 100))
  local month = math.floor((5 * of_year + 2) / 153)
  local day = of_year - math.floor((153 * month + 2) / 5) + 1
  month = month < 10 and month + 3 or month - 9
  year = year + era * 400 + (month <= 2 and 1 or 0)
  return string.format('%04d-%02d-%02dT', year, month, day) .. time_of_day(of_day)
end

local function shown(id, mode, user, name, reason, fence, acquired, holders)
  return '{"ownerId":' .. cjson.encode(user)
    .. ',"ownerName":' .. cjson.encode(name)
    .. ',"acquiredAt":"' .. iso8601(acquired)
    .. '","lockId":"' .. id
    .. '","mode":"' .. mode
    .. '","fence":"' .. string.format('%d', fence)
    .. '","holders":' .. holders
    .. (reason and ',"reason":' .. cjson.encode(reason) or '') .. '}'
end

