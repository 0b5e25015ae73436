<?php
// Install the blog, add a user who may write and publish posts of their own and nothing more (an author), and
// print an application password of theirs.
define('WP_INSTALLING', true);
$_SERVER['HTTP_HOST'] = parse_url(getenv('BRIEFCAST_WP_URL'), PHP_URL_HOST);
$_SERVER['SERVER_PROTOCOL'] = 'HTTP/1.1';
require getcwd() . '/wp-load.php';
require_once ABSPATH . 'wp-admin/includes/upgrade.php';

wp_install('Ministry', 'owner', 'owner@example.test', true, '', wp_generate_password(24), 'en_US');
$author = wp_insert_user([
    'user_login' => 'desk',
    'user_email' => 'desk@example.test',
    'user_pass' => wp_generate_password(24),
    'role' => 'author',
]);
[$password] = WP_Application_Passwords::create_new_application_password($author, ['name' => 'briefcast']);
echo 'password ', $password, "\n";
