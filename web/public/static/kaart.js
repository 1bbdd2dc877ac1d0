// Draws the map beside the list. Everything on it is in the list too.
(() => {
  const box = document.getElementById("kaart");
  if (!box || !window.L) return;
  const style = getComputedStyle(document.documentElement);
  const accent = style.getPropertyValue("--accent").trim() || "#00577d";
  const popup = (item, text) => {
    const link = document.createElement("a");
    link.href = item.address;
    link.textContent = item.name;
    const body = document.createElement("p");
    body.append(link);
    if (text) body.append(document.createElement("br"), text);
    return body;
  };
  fetch(box.dataset.points)
    .then((answer) => answer.json())
    .then((data) => {
      const map = L.map(box, { attributionControl: Boolean(box.dataset.tiles) });
      if (box.dataset.tiles) L.tileLayer(box.dataset.tiles, { maxZoom: 19 }).addTo(map);
      map.fitBounds(data.wijken.map((wijk) => [wijk.lat, wijk.lon]), { padding: [24, 24] });
      data.wijken.forEach((wijk) => {
        L.marker([wijk.lat, wijk.lon], {
          title: wijk.name,
          alt: wijk.name,
          icon: L.divIcon({ className: "map-wijk", html: "", iconSize: null }),
        })
          .bindPopup(popup(wijk, `${wijk.count} keer iets te doen deze week`))
          .addTo(map)
          .getElement().textContent = wijk.name;
      });
      data.points.forEach((point) => {
        L.circleMarker([point.lat, point.lon], { radius: 8, color: accent, fillOpacity: 0.7 })
          .bindPopup(popup(point, point.text))
          .addTo(map);
      });
    });
})();
