-- The projector turns events into rows and proves nothing: it needs neither salts, which keep a commitment from being
-- guessed, nor leaves.
revoke select on cx.event from cx_projector;
grant select (position, stream_id, version, event_id, type, type_version, recorded_at, metadata, body, addressing)
    on cx.event to cx_projector;
