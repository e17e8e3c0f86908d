//! Running one statement on whichever database a transaction is on.

/// Runs `$body` with `$conn` as the connection of a transaction.
macro_rules! on {
    ($tx:expr, $conn:ident => $body:expr) => {
        match $tx {
            $crate::store::Tx::Sqlite(tx) => {
                let $conn = &mut **tx;
                $body
            }
            #[cfg(feature = "postgres")]
            $crate::store::Tx::Postgres(tx) => {
                let $conn = &mut **tx;
                $body
            }
        }
    };
}

/// Executes a statement; gives the number of rows it touched.
macro_rules! execute {
    ($tx:expr, $sql:expr $(, $bind:expr)* $(,)?) => {
        on!($tx, conn => sqlx::query($sql)$(.bind($bind))*.execute(conn).await.map(|done| done.rows_affected()))
            .map_err($crate::store::StoreError::from)
    };
}

/// Fetches at most one row.
macro_rules! optional {
    ($tx:expr, $row:ty, $sql:expr $(, $bind:expr)* $(,)?) => {
        on!($tx, conn => sqlx::query_as::<_, $row>($sql)$(.bind($bind))*.fetch_optional(conn).await)
            .map_err($crate::store::StoreError::from)
    };
}

/// Fetches all rows.
macro_rules! all {
    ($tx:expr, $row:ty, $sql:expr $(, $bind:expr)* $(,)?) => {
        on!($tx, conn => sqlx::query_as::<_, $row>($sql)$(.bind($bind))*.fetch_all(conn).await)
            .map_err($crate::store::StoreError::from)
    };
}
