// A small still map: where in the province an enterprise stands, or which part an area is.
import type { FeatureCollection, MultiPolygon, Polygon, Position } from 'geojson';
import { useEffect, useState } from 'react';
import { useWords } from '../../i18n/use-words.ts';
import { useCore } from '../../state/core-store.ts';
import './province-inset.css';

type Outlines = FeatureCollection<Polygon | MultiPolygon, { adcode: number }>;

/** Boundary files never change while a page is open: one reading each. */
const outlinesRead = new Map<string, Promise<Outlines>>();

function readOutlines(address: string): Promise<Outlines> {
  const known = outlinesRead.get(address);
  if (known !== undefined) return known;
  const reading = fetch(address).then((response) => response.json() as Promise<Outlines>);
  outlinesRead.set(address, reading);
  return reading;
}

function useOutlines(file: string | undefined): Outlines | null {
  const [outlines, setOutlines] = useState<Outlines | null>(null);
  useEffect(() => {
    if (file === undefined) return;
    let wanted = true;
    // Without the file there is no inset; the map itself has said so already.
    void readOutlines(`${location.origin}/geodata/boundaries/${file.split('/').at(-1)}`).then(
      (read) => wanted && setOutlines(read),
      () => {},
    );
    return () => {
      wanted = false;
    };
  }, [file]);
  return outlines;
}

/** The picture is drawn 1,000 wide in plain longitude and latitude, narrowed to true proportions at its middle latitude. */
const widthUnits = 1000;

export function ProvinceInset(props: {
  readonly name: string;
  readonly position?: readonly [number, number] | null;
  /** City or county to be filled. */
  readonly areaCode?: number | null;
}) {
  const { name, position = null, areaCode = null } = props;
  const words = useWords();
  const about = useCore((core) => core.about);
  const county = about?.counties.find(({ code }) => code === areaCode) ?? null;
  const cities = useOutlines(about?.profile.boundaryFiles.cities);
  const counties = useOutlines(county === null ? undefined : about?.profile.boundaryFiles.counties);
  if (about === null || cities === null) return null;
  const [west, south, east, north] = about.profile.bbox;
  const across = Math.cos(((south + north) / 2) * (Math.PI / 180));
  const unitsPerDegree = widthUnits / ((east - west) * across);
  const heightUnits = (north - south) * unitsPerDegree;
  const place = ([longitude, latitude]: Position | readonly [number, number]): string =>
    `${(((longitude as number) - west) * across * unitsPerDegree).toFixed(1)} ${((north - (latitude as number)) * unitsPerDegree).toFixed(1)}`;
  const path = ({ type, coordinates }: Polygon | MultiPolygon): string =>
    (type === 'Polygon' ? [coordinates] : coordinates)
      .flat()
      .map((ring) => `M${ring.map(place).join('L')}Z`)
      .join('');
  const filled = counties?.features.find(({ properties }) => properties.adcode === areaCode);
  const [x, y] = position === null ? [] : place(position).split(' ');
  return (
    <svg
      className="province-inset"
      role="img"
      aria-label={words.drill.inset(name)}
      viewBox={`-8 -8 ${widthUnits + 16} ${heightUnits + 16}`}
    >
      {cities.features.map(({ geometry, properties }) => (
        <path
          key={properties.adcode}
          d={path(geometry)}
          className={properties.adcode === areaCode || properties.adcode === county?.parent ? 'chosen' : ''}
        />
      ))}
      {filled !== undefined && <path d={path(filled.geometry)} className="filled" />}
      {x !== undefined && <circle cx={x} cy={y} r={18} />}
    </svg>
  );
}
