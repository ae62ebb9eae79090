//! How wide each column of cells is: text/tabwriter's rules.

#[derive(Default)]
pub(super) struct Line {
    /// The cells that a tab ends.
    pub(super) cells: Vec<Cell>,
    /// How many of them are indentation.
    pub(super) indentation: usize,
    /// The width of the text behind the last tab.
    pub(super) width: usize,
    pub(super) ends_section: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Tab {
    /// Never dropped: gofmt prints a tab.
    Hard,
    /// Dropped where all of its column is empty: gofmt prints a vertical tab.
    Soft,
}

pub(super) struct Cell {
    pub(super) width: usize,
    pub(super) tab: Tab,
}

/// A column is a run of lines that all have a cell there; each has a number.
pub(super) struct Columns {
    /// For each line and cell, its column.
    of_cells: Vec<Vec<u32>>,
    widths: Vec<usize>,
    /// For each line, the section it is in.
    pub(super) sections: Vec<u32>,
}

impl Columns {
    pub(super) fn of(lines: &[Line]) -> Columns {
        let mut columns = Columns {
            of_cells: Vec::new(),
            widths: Vec::new(),
            sections: Vec::new(),
        };
        let mut holds_text: Vec<bool> = Vec::new();
        let mut before: (Vec<u32>, usize) = (Vec::new(), 0);
        let mut section = 0;
        for line in lines {
            let shared = before.0.len().min(line.cells.len());
            section += u32::from(shared <= before.1.min(line.indentation));
            let mut of_line = std::mem::take(&mut before.0);
            of_line.truncate(shared);
            for (index, cell) in line.cells.iter().enumerate() {
                if index >= shared {
                    of_line.push(columns.widths.len() as u32);
                    columns.widths.push(0);
                    holds_text.push(false);
                }
                let column = of_line.get(index).map_or(0, |&column| column as usize);
                if let (Some(width), Some(holds_text)) =
                    (columns.widths.get_mut(column), holds_text.get_mut(column))
                {
                    *width = (*width).max(cell.width + 1);
                    *holds_text |= cell.width > 0 || cell.tab == Tab::Hard;
                }
            }
            if !line.ends_section {
                before = (of_line.clone(), line.indentation);
            }
            columns.of_cells.push(of_line);
            columns.sections.push(section);
        }
        for (width, holds_text) in columns.widths.iter_mut().zip(holds_text) {
            *width = if holds_text { *width } else { 0 };
        }
        columns
    }

    pub(super) fn width(&self, line: usize, cell: usize) -> usize {
        let column = self
            .of_cells
            .get(line)
            .and_then(|columns| columns.get(cell));
        column
            .and_then(|&column| self.widths.get(column as usize))
            .copied()
            .unwrap_or(0)
    }
}
