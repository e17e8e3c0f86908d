//! `my-data`: everything that is kept of me, as a file.

use super::{Call, Doing, Done, Failure, Offered, Spec, Who};
use crate::view::{MyData, Problem, View};

pub(super) const SPEC: Spec = Spec {
    name: "my-data",
    aliases: &["mydata"],
    about: "Get everything that is kept of you, as a file.",
    usage: "",
    examples: &["my-data"],
    who: Who::Anyone,
    run,
    offered: Some(Offered {
        fields: &[],
        form: false,
        private: true,
        fill: |call, _| Box::pin(my_data(call)),
    }),
};

fn run<'c>(call: &'c mut Call<'_>, _text: &'c str) -> Doing<'c> {
    Box::pin(my_data(call))
}

async fn my_data(call: &mut Call<'_>) -> Done {
    if call.overheard {
        return Err(Problem::Overheard.into());
    }
    let everything = call.tx.everything_of(&call.caller.person.id).await?;
    let content = serde_json::to_string_pretty(&everything)
        .map_err(|error| Failure::Store(error.into()))?;
    call.tell(View::MyData(MyData { file_name: "my-data.json".to_owned(), content })).await
}
