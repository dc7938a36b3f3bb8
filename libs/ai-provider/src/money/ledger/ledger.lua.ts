/**
 * Adds a batch of sums, once, in one atomic step.
 *
 * - KEYS: the writer's mark, then the hours of the batch.
 * - ARGV: the batch's sequence, ms until the mark is forgotten, rows that one hour holds; for each row: which of the hours
 *   (1 is the first), when that hour is forgotten (ms since 1970), its labels, the labels it goes by in a full hour, and
 *   its figures as `1,2,3`.
 * - An hour is a hash from labels to figures. Figures are whole and below 2^53, which Lua's numbers hold exactly.
 * - Answer: 1 when the batch was added, 0 when it had been before.
 *
 * Everything is read before anything is written, so that an error of Redis leaves no half of a batch.
 */
export const ADD_BATCH_LUA = `
local sequence, most = ARGV[1] + 0, ARGV[3] + 0
if sequence <= (redis.call('GET', KEYS[1]) or '0') + 0 then return 0 end

local function plus(sums, figures)
  local i = 0
  for figure in string.gmatch(figures, '[^,]+') do
    i = i + 1
    sums[i] = (sums[i] or 0) + figure
  end
end

local rows, sizes, order = {}, {}, {}
for at = 4, #ARGV, 5 do
  local key, field = KEYS[ARGV[at] + 1], ARGV[at + 2]
  sizes[key] = sizes[key] or redis.call('HLEN', key)
  local id = key .. ' ' .. field
  if not rows[id] then
    local stored = redis.call('HGET', key, field)
    if not stored and sizes[key] >= most then
      field = ARGV[at + 3]
      id = key .. ' ' .. field
      stored = not rows[id] and redis.call('HGET', key, field)
    end
    if not rows[id] then
      local sums = {}
      if stored then plus(sums, stored) else sizes[key] = sizes[key] + 1 end
      rows[id] = { key = key, field = field, sums = sums, expires = ARGV[at + 1] }
      order[#order + 1] = id
    end
  end
  plus(rows[id].sums, ARGV[at + 4])
end

for _, id in ipairs(order) do
  local row = rows[id]
  for i, sum in ipairs(row.sums) do row.sums[i] = string.format('%.0f', sum) end
  redis.call('HSET', row.key, row.field, table.concat(row.sums, ','))
  redis.call('PEXPIREAT', row.key, row.expires)
end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 1
`;
