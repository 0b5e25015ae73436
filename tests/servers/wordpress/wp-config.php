<?php
// Settings of a WordPress for tests; what differs from run to run comes from the environment.
define('DB_NAME', 'wordpress');
define('DB_USER', 'wordpress');
define('DB_PASSWORD', '');
define('DB_HOST', 'localhost:' . getenv('BRIEFCAST_WP_SOCKET'));
define('DB_CHARSET', 'utf8mb4');
define('WP_HOME', getenv('BRIEFCAST_WP_URL'));
define('WP_SITEURL', getenv('BRIEFCAST_WP_URL'));
define('WP_CONTENT_DIR', __DIR__ . '/wp-content');
define('WP_ENVIRONMENT_TYPE', 'local');  // Application passwords without HTTPS.
define('WP_HTTP_BLOCK_EXTERNAL', true);
define('AUTOMATIC_UPDATER_DISABLED', true);
define('DISABLE_WP_CRON', true);
define('FS_METHOD', 'direct');
$table_prefix = 'wp_';
if (!defined('ABSPATH')) {
    define('ABSPATH', __DIR__ . '/');
}
require_once ABSPATH . 'wp-settings.php';
