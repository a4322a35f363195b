-- Fifty users, each a request a second on average and at moments of their own: varied queries, most with a filter, one in `share` a page.
-- scripts/load runs it.
local words = {
  "%E8%A1%8C%E6%94%BF%E5%A4%8D%E8%AE%AE", "%E6%99%AE%E6%B3%95", "%E8%B0%83%E8%A7%A3",
  "%E8%A1%8C%E6%94%BF%E6%89%A7%E6%B3%95", "%E6%9E%AB%E6%A1%A5%E7%BB%8F%E9%AA%8C",
  "%E5%85%AB%E4%BA%94%E6%99%AE%E6%B3%95", "%E4%BF%A1%E7%94%A8%E7%9B%91%E7%AE%A1",
  "%E6%B3%95%E5%BE%8B%E9%A1%BE%E9%97%AE", "%E8%90%A5%E5%95%86%E7%8E%AF%E5%A2%83",
  "%E8%A7%84%E8%8C%83%E6%80%A7%E6%96%87%E4%BB%B6", "%E4%BA%BA%E6%B0%91%E8%B0%83%E8%A7%A3",
  "%E8%B4%9F%E8%B4%A3%E4%BA%BA%E5%87%BA%E5%BA%AD%E5%BA%94%E8%AF%89", "%E6%B3%95%E6%B2%BB",
  "%E5%9F%BA%E5%B1%82%E7%9F%9B%E7%9B%BE%E7%BA%A0%E7%BA%B7%E6%80%8E%E6%A0%B7%E5%8C%96%E8%A7%A3",
}
local filters = {
  "", "&year=2023", "&year=2020..2024", "&region=53", "&region=51&region=44", "&level=county",
  "&part=problems", "&region=41&year=2024",
}
local page_share = tonumber(os.getenv("PAGES") or "0")

function init()
  math.randomseed(7)
end

function delay()
  return math.random(0, 2000)
end

function request()
  local query = words[math.random(#words)]
  if math.random() < 0.5 then
    query = query .. "+" .. words[math.random(#words)]
  end
  local path = "/api/v1/search?q="
  if math.random() < page_share then
    path = "/?q="
  end
  return wrk.format("GET", path .. query .. filters[math.random(#filters)])
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format(
    "%d requests in %.0f s, p50 %.1f ms, p90 %.1f ms, p99 %.1f ms, most %.1f ms, errors %d\n",
    summary.requests, summary.duration / 1e6, latency:percentile(50) / 1e3, latency:percentile(90) / 1e3,
    latency:percentile(99) / 1e3, latency.max / 1e3,
    errors.connect + errors.read + errors.write + errors.status + errors.timeout))
end
