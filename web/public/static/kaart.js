// Draws the map beside the list. Everything on it is in the list too.
(() => {
  const box = document.getElementById("kaart");
  if (!box || !window.L) return;
  const style = getComputedStyle(document.documentElement);
  const accent = style.getPropertyValue("--accent").trim() || "#00577d";
  box.hidden = false;
  const hasRoom = box.clientWidth > 700; // for names; otherwise a number in a circle
  const popup = (item, text) => {
    const link = document.createElement("a");
    link.href = item.address;
    link.textContent = item.name;
    const body = document.createElement("p");
    body.append(link);
    if (text) body.append(document.createElement("br"), text);
    return body;
  };
  // Closer, until two circles can each be touched.
  const spread = (map, wijken) => {
    const at = wijken.map((wijk) => map.latLngToContainerPoint([wijk.lat, wijk.lon]));
    const gaps = at.flatMap((a, i) => at.slice(i + 1).map((b) => a.distanceTo(b)));
    const least = Math.min(...gaps);
    if (least < 26) map.setZoom(map.getZoom() + Math.log2(26 / least), { animate: false });
  };
  // A name where it fits between the names before it, otherwise a number in a circle.
  const names = (map, wijken) => {
    const taken = [];
    return new Map(
      wijken.map((wijk) => {
        const { x, y } = map.latLngToContainerPoint([wijk.lat, wijk.lon]);
        const width = wijk.name.length * 8 + 24;
        const meets = taken.some((t) => Math.abs(t.x - x) < (t.width + width) / 2 && Math.abs(t.y - y) < 30);
        const fits = hasRoom && !meets;
        taken.push({ x, y, width: fits ? width : 26 });
        return [wijk.name, fits ? width : 0];
      }),
    );
  };
  fetch(box.dataset.points)
    .then((answer) => answer.json())
    .then((data) => {
      const map = L.map(box, { attributionControl: Boolean(box.dataset.tiles), zoomSnap: 0 });
      if (box.dataset.tiles) L.tileLayer(box.dataset.tiles, { maxZoom: 19 }).addTo(map);
      map.fitBounds(data.wijken.map((wijk) => [wijk.lat, wijk.lon]), { padding: hasRoom ? [80, 24] : [16, 16] });
      if (!hasRoom) spread(map, data.wijken);
      const widths = names(map, data.wijken);
      data.wijken.forEach((wijk) => {
        const width = widths.get(wijk.name);
        const help = wijk.services === 1 ? "1 plek voor hulp" : `${wijk.services} plekken voor hulp`;
        const text = `${wijk.count} keer iets te doen deze week, ${help}`;
        const marker = L.marker([wijk.lat, wijk.lon], {
          title: wijk.name,
          icon: L.divIcon({
            className: "map-wijk",
            html: "",
            iconSize: [width || 26, 26],
          }),
        });
        marker.bindPopup(popup(wijk, text)).addTo(map);
        marker.getElement().textContent = width ? wijk.name : wijk.count;
        marker.getElement().setAttribute("aria-label", `${wijk.name}: ${text}`);
      });
      data.points.forEach((point) => {
        L.circleMarker([point.lat, point.lon], { radius: 8, color: accent, fillOpacity: 0.7 })
          .bindPopup(popup(point, point.text))
          .addTo(map);
      });
    });
})();
